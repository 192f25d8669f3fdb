using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Protocol.Issuing;

namespace AuthServer.AdminApi;

/// <summary>
/// Ends a token, an authorization, a session, everything of a user or a client, or everything there is; on every node
/// within a second.
/// </summary>
internal static class RevocationCalls
{
    private const string All = "all";

    // One of ours has 22 characters.
    private const int LongestTokenId = 128;
    private const int LongestReason = 500;

    private static readonly FrozenDictionary<string, Ending> Kinds = new Dictionary<string, Ending>
    {
        ["token"] = EndTokenAsync,
        ["authorization"] = ById((services, id, ct) => Get<AuthorizationStore>(services).EndAsync(id, ct)),
        ["session"] = ById((services, id, ct) => Get<SessionEndings>(services).EndAsync(null, id, ct)),
        ["user"] = ById((services, id, ct) => Get<UserEndings>(services).RevokeAsync(id, ct)),
        ["client"] = (services, key, ct) => Get<WideEndings>(services).EndClientAsync(key, ct),
        [All] = async (services, _, ct) => await Get<WideEndings>(services).EndAllAsync(ct),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private delegate Task<FeedEntry?> Ending(IServiceProvider services, string key, CancellationToken ct);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/revocations", (Delegate)CreateAsync);
        api.MapDelete("/sessions/{id:guid}", EndSessionAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync<Wanted>(context.Request);
        if (body is null)
            return problem!; // one of the two is there
        if (!Kinds.TryGetValue(body.Kind, out var end))
            return Problems.Invalid("kind", "not_one_of");
        if (body.Kind != All && string.IsNullOrEmpty(body.Key))
            return Problems.Invalid("key", "required");
        if (body.Kind == All && body.Key is not null)
            return Problems.Invalid("key", "unknown");
        if (PlainText.Judge(body.Reason ?? "", LongestReason) is { } complaint)
            return Problems.Invalid("reason", [complaint]);

        if (await end(context.RequestServices, body.Key ?? "", context.RequestAborted) is not { } ended)
            return Problems.NotFound;
        Log.Revoked(Get<ILoggerFactory>(context.RequestServices).CreateLogger("AuthServer.AdminApi"), ended.Kind, ended.Key, body.Reason);
        return Results.Json(
            new { Id = ended.Id.ToString(CultureInfo.InvariantCulture), body.Kind, Key = body.Kind == All ? null : ended.Key, ended.Until },
            JsonBody.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> EndSessionAsync(Guid id, SessionEndings sessions, CancellationToken ct) =>
        await sessions.EndAsync(null, id, ct) is null ? Problems.NotFound : Results.NoContent();

    /// <summary>An access token goes alone, also by its <c>jti</c>; a refresh token takes its authorization along.</summary>
    private static async Task<FeedEntry?> EndTokenAsync(IServiceProvider services, string key, CancellationToken ct)
    {
        var store = Get<RevocationStore>(services);
        if (Get<AccessTokenReader>(services).Read(key) is { } access)
            return await store.RevokeAsync(access.Id, access.ExpiresAt, ct);
        if (Get<RefreshTokens>(services).Read(key) is { } refresh)
            return await Get<AuthorizationStore>(services).EndAsync(refresh.AuthorizationId, ct);
        if (key.Length > LongestTokenId || key.Contains('.', StringComparison.Ordinal))
            return null; // a token, and none that lives
        var now = Get<TimeProvider>(services).GetUtcNow();
        return await store.RevokeAsync(key, RevocationHorizon.From(now, Get<Lifetimes>(services)), ct);
    }

    private static Ending ById(Func<IServiceProvider, Guid, CancellationToken, Task<FeedEntry?>> end) => (services, key, ct) =>
        Guid.TryParse(key, out var id) ? end(services, id, ct) : Task.FromResult<FeedEntry?>(null);

    private static T Get<T>(IServiceProvider services) where T : notnull => services.GetRequiredService<T>();

    /// <param name="Key">Token: the token or its <c>jti</c>; authorization, session, user: the id; client: its client_id.</param>
    /// <param name="Reason">For the log.</param>
    private sealed record Wanted([property: Required] string Kind, string? Key, string? Reason);
}
