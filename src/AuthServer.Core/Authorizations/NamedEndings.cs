using AuthServer.Core.Audit;
using AuthServer.Core.Data;

namespace AuthServer.Core.Authorizations;

/// <summary>Ends what an administrator names by its kind and key, on every node within a second.</summary>
public sealed class NamedEndings(
    TokenEndings tokens, AuthorizationEnd authorizations, SessionEndings sessions, UserEndings users, WideEndings wide)
{
    /// <summary>The kind that has no key.</summary>
    public const string All = "all";

    /// <summary>What can be ended.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["token", "authorization", "session", "user", "client", All];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="key">Token: the token or its <c>jti</c>; authorization, session, user: the id; client: its client_id.</param>
    /// <returns>What the nodes read of it; null: there is no such thing, or it had ended for cause before.</returns>
    public async Task<FeedEntry?> EndAsync(string kind, string key, Cause cause, CancellationToken ct)
    {
        switch (kind)
        {
            case "token":
                return await tokens.EndAsync(key, cause, ct);
            case "client":
                return await wide.EndClientAsync(key, cause, ct);
            case All:
                return await wide.EndAllAsync(cause, ct);
        }

        if (!Guid.TryParse(key, out var id))
            return null;
        return kind switch
        {
            "authorization" => await authorizations.RunAsync(id, cause, ct),
            "session" => await sessions.EndAsync(null, id, cause, ct),
            "user" => await users.RevokeAsync(id, cause, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }
}
