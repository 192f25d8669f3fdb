using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>
/// /api/admin/registration-tokens: tokens that let others register a client of their own (RFC 7591 §1.2, initial access
/// tokens).
/// </summary>
internal sealed class RegistrationTokenCalls(InitialTokens tokens)
{
    private const string Path = "/registration-tokens";
    private const long Day = 24 * 60 * 60;
    private const long MaxSeconds = 365 * Day;

    private static readonly string[] Orders = ["-created_at", "expires_at"];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<RegistrationTokenCalls>(api.ServiceProvider);
        api.MapAdmin<NewRegistrationToken>("POST", Path, AdminRights.Clients, calls.CreateAsync)
            .WithSummary("Make a token that lets somebody register clients").WithDescription("It is shown this once.")
            .Produces<ShownRegistrationToken>(StatusCodes.Status201Created)
            .Example(new NewRegistrationToken(86_400, 1), new ShownRegistrationToken("k3Jv…", Example));
        api.MapList(Path, Orders, calls.ListAsync).WithSummary("The tokens that are still good for something")
            .WithDescription("`q` is looked for in ids.").Example(null, new Page<InitialToken>([Example], null));
        api.MapAdmin("DELETE", Path + "/{id}", AdminRights.Clients, calls.DeleteAsync).WithSummary("Withdraw a token")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
    }

    private static InitialToken Example { get; } = new(
        new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"), 1, new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));

    private async Task<IResult> CreateAsync(Administrator administrator, NewRegistrationToken body, HttpContext context)
    {
        var complaints = new Complaints();
        if (body.ExpiresIn is < 60 or > MaxSeconds)
            complaints.Add("expires_in", "out_of_range");
        if (body.Uses is < 1 or > 1_000_000)
            complaints.Add("uses", "out_of_range");
        if (!complaints.IsEmpty)
            return Problems.Invalid(complaints);

        var (text, token) = await tokens.CreateAsync(
            TimeSpan.FromSeconds(body.ExpiresIn ?? Day), body.Uses ?? 1, administrator.Because(), context.RequestAborted);
        return Answer.Created(new ShownRegistrationToken(text, token));
    }

    private async Task<Page<InitialToken>> ListAsync(PageQuery query, HttpContext context) => WholeList.Page(
        await tokens.ListAsync(context.RequestAborted), query,
        t => new Cursor(WholeList.TextOf(query.Order.Member == "expires_at" ? t.ExpiresAt : t.CreatedAt), $"{t.Id}"), t => [$"{t.Id}"]);

    private async Task<IResult> DeleteAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await tokens.DeleteAsync(id, administrator.Because(), context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;
}

/// <summary>A token that is wanted.</summary>
/// <param name="ExpiresIn">Seconds from now; a day without.</param>
/// <param name="Uses">How many clients it registers; one without.</param>
internal sealed record NewRegistrationToken(long? ExpiresIn, int? Uses);

/// <summary>A token, this once.</summary>
internal sealed record ShownRegistrationToken(Guid Id, string Token, int? UsesLeft, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public ShownRegistrationToken(string text, InitialToken token)
        : this(token.Id, text, token.UsesLeft, token.CreatedAt, token.ExpiresAt)
    {
    }
}
