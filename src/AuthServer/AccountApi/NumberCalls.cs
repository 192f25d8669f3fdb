using System.ComponentModel.DataAnnotations;
using AuthServer.Core.Groups;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>/api/account/groups/{id}/mobile-numbers.</summary>
internal sealed class NumberCalls(GroupStore groups, GroupNumbers numbers)
{
    private const string Path = "/groups/{id}/mobile-numbers";

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<NumberCalls>(api.ServiceProvider);
        api.MapOwn("GET", Path, calls.ListAsync).WithSummary("The numbers of a group")
            .Produces<ListAnswer<NumberAnswer>>().Fails(Problems.NotFound)
            .Example(null, new ListAnswer<NumberAnswer>([NumberAnswer.Example]));
        api.MapOwn<NumberBody>("POST", Path, calls.AddAsync).WithSummary("Add a number")
            .WithDescription("A code is sent there by text message. The same again sends another, as long as it is not verified and after the cooldown.")
            .Produces<NumberAnswer>(StatusCodes.Status201Created)
            .Fails(Problems.NotFound, Problems.AlreadyExists, Problems.LimitReached)
            .Example(new NumberBody { PhoneNumber = "+441632960962", Name = "Grandma" }, NumberAnswer.Example);
        api.MapOwn("GET", Path + "/{number_id}", calls.FindAsync).WithSummary("A number of a group")
            .Produces<NumberAnswer>().Fails(Problems.NotFound).Example(null, NumberAnswer.Example);
        api.MapOwn("DELETE", Path + "/{number_id}", calls.RemoveAsync).WithSummary("Remove a number")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
        api.MapOwn<OwnCodeBody>("POST", Path + "/{number_id}/verify", calls.VerifyAsync).WithSummary("Verify a number")
            .Produces<NumberAnswer>().Fails(Problems.NotFound, AccountProblems.InvalidCode)
            .Example(OwnCodeBody.Example, NumberAnswer.Example);
    }

    private async Task<IResult> ListAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && await groups.FindAsync(caller.UserId, id, context.RequestAborted) is { } group
            ? Answer.Ok(new ListAnswer<NumberAnswer>([.. group.Numbers.Select(NumberAnswer.Of)]))
            : Problems.NotFound;

    private async Task<IResult> FindAsync(Caller caller, HttpContext context) =>
        await ReadAsync(caller, context) is { } number ? Answer.Ok(number) : Problems.NotFound;

    private async Task<IResult> AddAsync(Caller caller, NumberBody body, HttpContext context)
    {
        var complaints = GroupCalls.JudgeName(body.Name);
        var phone = PhoneNumber.TryParse(body.PhoneNumber);
        if (phone is null)
            complaints.Add("phone_number", "not_a_phone_number");
        if (phone is null || !complaints.IsEmpty)
            return Problems.Invalid(complaints);
        if (context.FindId("id") is not { } id)
            return Problems.NotFound;
        var language = Languages.Current;
        return await numbers.AddAsync(caller.UserId, id, phone, body.Name!.Trim(), language, context.RequestAborted) switch // judged above
        {
            NumberAddition.Added(var number, _) => Answer.Created(NumberAnswer.Of(number)),
            NumberAddition.Exists => Problems.AlreadyExists,
            NumberAddition.Full => Problems.LimitReached,
            NumberAddition.TooSoon(var wait) => Problems.TooManyRequests with { RetryAfter = wait },
            _ => Problems.NotFound,
        };
    }

    private async Task<IResult> RemoveAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && context.FindId("number_id") is { } number
        && await groups.RemoveAsync(caller.UserId, id, number, context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;

    private async Task<IResult> VerifyAsync(Caller caller, OwnCodeBody body, HttpContext context)
    {
        if (context.FindId("id") is not { } id || context.FindId("number_id") is not { } number)
            return Problems.NotFound;
        return await numbers.VerifyAsync(caller.UserId, id, number, body.Code, context.RequestAborted) switch
        {
            true => await FindAsync(caller, context),
            false => AccountProblems.InvalidCode,
            null => Problems.NotFound,
        };
    }

    private async Task<NumberAnswer?> ReadAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && context.FindId("number_id") is { } wanted
        && await groups.FindAsync(caller.UserId, id, context.RequestAborted) is { } group
        && group.Numbers.FirstOrDefault(n => n.Id == wanted) is { } number
            ? NumberAnswer.Of(number)
            : null;
}

/// <summary>A number to be added.</summary>
internal sealed record NumberBody
{
    /// <summary>E.164.</summary>
    [Required]
    public string? PhoneNumber { get; init; }

    /// <summary>Whose it is; up to 200 characters.</summary>
    [Required]
    public string? Name { get; init; }
}

/// <summary>A number in a group.</summary>
/// <param name="Verified">Whether a code that was sent there came back.</param>
internal sealed record NumberAnswer(Guid Id, string PhoneNumber, string Name, bool Verified, DateTimeOffset CreatedAt)
{
    public static readonly NumberAnswer Example = new(
        new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e61"), "+441632960962", "Grandma", true,
        new DateTimeOffset(2026, 3, 1, 9, 31, 0, TimeSpan.Zero));

    public static NumberAnswer Of(MobileNumber number) =>
        new(number.Id, number.PhoneNumber, number.Name, number.VerifiedAt is not null, number.CreatedAt);
}
