using AuthServer.Core.Audit;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.AdminApi;

/// <summary>
/// Who calls the admin API, in one place: a bearer token for us, with a scope of administrators. A person has of it what
/// their roles give them now; a client by itself has what it was granted.
/// </summary>
internal sealed class Administrators(LiveTokens tokens, IIssuer issuer, TimeProvider clock)
{
    /// <summary>Finds out.</summary>
    /// <param name="needed">What the call needs.</param>
    /// <returns>The administrator, or the problem.</returns>
    /// <exception cref="System.Data.Common.DbException">Nobody can say: answer 503.</exception>
    public async ValueTask<(Administrator? Administrator, Problem? Problem)> FindAsync(HttpContext context, AdminRights needed)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
            return (null, Problems.InvalidToken with { Challenge = "Bearer" });
        if (Callers.TokenOf(header.ToString()) is not { } text
            || await tokens.FindAsync(text, context.RequestAborted) is not { } live || !live.Token.Audiences.Contains(issuer.Url))
            return (null, Problems.InvalidToken with { Challenge = "Bearer error=\"invalid_token\"" });

        var rights = AdministratorRoles.RightsOf(live.Token.Scopes);
        if (live.Subject is { } person)
            rights &= AdministratorRoles.RightsOf(person.Roles);
        if (!rights.HasFlag(needed))
            return (null, Problems.InsufficientScope);

        // A client by itself has proved who it is for this very token.
        var recently = live.Subject is null || RecentSignIn.Is(live.Token.AuthTime, clock.GetUtcNow());
        return !recently && context.GetEndpoint()?.Metadata.GetMetadata<NeededSignIn>() is not null
            ? (null, Callers.SignInAgain)
            : (new Administrator(live.Token, rights, ActorOf(live, context)) { SignedInRecently = recently }, null);
    }

    private static Actor ActorOf(LiveToken live, HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress?.ToString();
        return live.Subject is { } person
            ? Actor.Person(person.Id) with { Via = live.Token.ClientId, From = from }
            : Actor.Client(live.Token.ClientId) with { From = from };
    }
}
