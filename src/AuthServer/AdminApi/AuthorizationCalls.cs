using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/authorizations: what people gave clients.</summary>
internal sealed class AuthorizationCalls(AuthorizationDirectory authorizations, AuthorizationEnd endings)
{
    private static readonly ListFilter[] Filters =
    [
        ListFilter.Id("user", "Only those of this person."), ListFilter.Text("client", "Only those of this `client_id`."),
        ListFilter.Id("session", "Only those of this session."), ListFilter.OneOf("state", Words.States),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<AuthorizationCalls>(api.ServiceProvider);
        api.MapList("/authorizations", TimeOrder.Orders, Filters, calls.ListAsync).WithSummary("What people gave clients")
            .WithDescription("`q`: how the person's address begins. What is over is kept for about a day.")
            .Example(null, new Page<AdminAuthorization>([AdminAuthorization.Example], null));
        api.MapAdmin("GET", "/authorizations/{id}", AdminRights.Read, calls.FindAsync).WithSummary("What a person gave a client")
            .Produces<AdminAuthorization>().Fails(Problems.NotFound).Example(null, AdminAuthorization.Example);
        api.MapAdmin("DELETE", "/authorizations/{id}", AdminRights.Support, calls.EndAsync).WithSummary("End an authorization")
            .WithDescription("Its refresh token and every access token of it. The session lasts, and the client may ask again.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
    }

    private async Task<Page<AdminAuthorization>> ListAsync(Administrator by, PageQuery query, Narrowing only, CancellationToken ct)
    {
        var filter = new AuthorizationFilter(only.Id("user"), only["client"], only.Id("session"), Words.LiveOf(only["state"]));
        return (await authorizations.ListAsync(query, filter, ct)).Select(AdminAuthorization.Of);
    }

    private async Task<IResult> FindAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await authorizations.FindAsync(id, context.RequestAborted) is { } found
            ? Answer.Ok(AdminAuthorization.Of(found))
            : Problems.NotFound;

    private async Task<IResult> EndAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await endings.RunAsync(id, administrator.Because(), context.RequestAborted) is not null
            ? Answer.Done
            : Problems.NotFound;
}

/// <summary>What a person gave a client.</summary>
internal sealed record AdminAuthorization
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string? Email { get; init; }

    public required string ClientId { get; init; }

    public required Guid SessionId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>For which APIs, where the request named them.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    public required DateTimeOffset AuthTime { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last time that tokens were had for it.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When it is over if it is not used until then.</summary>
    public required DateTimeOffset RefreshExpiresAt { get; init; }

    /// <summary>When it is over however it is used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary><c>live</c>, or <c>over</c>: ended, or run out. Without <c>offline_access</c> it ends with its session.</summary>
    public required string State { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// For instance <c>taken_back</c> (by the person), <c>revoked_by_administrator</c>, <c>signed_out</c>, <c>refresh_token_reused</c>.
    /// </summary>
    public required string? EndReason { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AdminAuthorization Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e61"),
        UserId = new Guid("0195c2a4-0000-7f10-9a53-3b1f0d2c4e5f"),
        Email = "ada@example.org",
        ClientId = "shop",
        SessionId = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f"),
        Scopes = ["openid", "offline_access"],
        Resources = [],
        AuthTime = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 1, TimeSpan.Zero),
        LastUsedAt = new DateTimeOffset(2026, 3, 1, 17, 4, 0, TimeSpan.Zero),
        RefreshExpiresAt = new DateTimeOffset(2026, 3, 8, 17, 4, 0, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(2026, 5, 30, 9, 30, 1, TimeSpan.Zero),
        State = "live",
        EndedAt = null,
        EndReason = null,
    };

    public static AdminAuthorization Of(ListedAuthorization given) => new()
    {
        Id = given.Id,
        UserId = given.UserId,
        Email = given.Email,
        ClientId = given.ClientId,
        SessionId = given.SessionId,
        Scopes = given.Scopes,
        Resources = given.Resources,
        AuthTime = given.AuthTime,
        CreatedAt = given.CreatedAt,
        LastUsedAt = given.LastUsedAt,
        RefreshExpiresAt = given.RefreshExpiresAt,
        ExpiresAt = given.ExpiresAt,
        State = Words.StateOf(given.Live),
        EndedAt = given.EndedAt,
        EndReason = given.EndReason,
    };
}
