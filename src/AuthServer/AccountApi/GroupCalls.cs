using System.ComponentModel.DataAnnotations;
using AuthServer.Core.Groups;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>/api/account/groups: a person's own groups of mobile numbers.</summary>
internal sealed class GroupCalls(GroupStore groups)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<GroupCalls>(api.ServiceProvider);
        api.MapOwn("GET", "/groups", calls.ListAsync).WithSummary("My groups of mobile numbers")
            .Produces<ListAnswer<GroupAnswer>>().Example(null, new ListAnswer<GroupAnswer>([GroupAnswer.Example]));
        api.MapOwn<GroupBody>("POST", "/groups", calls.CreateAsync).WithSummary("Make a group")
            .Produces<GroupAnswer>(StatusCodes.Status201Created).Fails(Problems.LimitReached)
            .Example(new GroupBody { Name = "Family" }, GroupAnswer.Example);
        api.MapOwn("GET", "/groups/{id}", calls.FindAsync).WithSummary("One of my groups")
            .Produces<GroupAnswer>().Fails(Problems.NotFound).Example(null, GroupAnswer.Example);
        api.MapOwn("DELETE", "/groups/{id}", calls.DeleteAsync).WithSummary("Remove a group with its numbers")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
        NumberCalls.Map(api);
    }

    /// <summary>A name on one line.</summary>
    public static Complaints JudgeName(string? name)
    {
        var (read, complaints) = (new Complaints(), new Complaints());
        PersonName.Read(name, read);
        complaints.Add("name", read.Members.SelectMany(read.Of));
        return complaints;
    }

    private async Task<IResult> ListAsync(Caller caller, HttpContext context) =>
        Answer.Ok(new ListAnswer<GroupAnswer>(
            [.. (await groups.ListAsync(caller.UserId, context.RequestAborted)).Select(GroupAnswer.Of)]));

    private async Task<IResult> FindAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && await groups.FindAsync(caller.UserId, id, context.RequestAborted) is { } group
            ? Answer.Ok(GroupAnswer.Of(group))
            : Problems.NotFound;

    private async Task<IResult> CreateAsync(Caller caller, GroupBody body, HttpContext context)
    {
        if (JudgeName(body.Name) is { IsEmpty: false } complaints)
            return Problems.Invalid(complaints);
        return await groups.CreateAsync(caller.UserId, body.Name!.Trim(), context.RequestAborted) is { } group // judged above
            ? Answer.Created(GroupAnswer.Of(group))
            : Problems.LimitReached;
    }

    private async Task<IResult> DeleteAsync(Caller caller, HttpContext context) =>
        context.FindId("id") is { } id && await groups.DeleteAsync(caller.UserId, id, context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;
}

/// <summary>A group to be made.</summary>
internal sealed record GroupBody
{
    /// <summary>Up to 200 characters.</summary>
    [Required]
    public string? Name { get; init; }
}

/// <summary>A group with its numbers.</summary>
internal sealed record GroupAnswer(Guid Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<NumberAnswer> MobileNumbers)
{
    public static readonly GroupAnswer Example = new(
        new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e60"), "Family", new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        [NumberAnswer.Example]);

    public static GroupAnswer Of(Group group) =>
        new(group.Id, group.Name, group.CreatedAt, [.. group.Numbers.Select(NumberAnswer.Of)]);
}
