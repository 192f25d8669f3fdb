using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Hosting;

/// <summary>
/// Who calls, in one place for the JSON APIs: a bearer token in the header (RFC 6750 §2.1), for us, of a person. Cookies
/// are not looked at.
/// </summary>
internal sealed class Callers(LiveTokens tokens, IIssuer issuer, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>What is answered where it does not.</summary>
    public static readonly Problem SignInAgain = Problems.ReauthenticationRequired with
    {
        Challenge = "Bearer error=\"insufficient_user_authentication\", max_age=600", // RFC 9470 §3
    };

    /// <summary>Finds out.</summary>
    /// <param name="recently">Whether the person must have signed in a moment ago.</param>
    /// <returns>The caller, or the problem.</returns>
    /// <exception cref="System.Data.Common.DbException">Nobody can say: answer 503.</exception>
    public async ValueTask<(Caller? Caller, Problem? Problem)> FindAsync(HttpContext context, bool recently)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 0)
            return (null, Problems.InvalidToken with { Challenge = "Bearer" });
        if (TokenOf(header.ToString()) is not { } text
            || await tokens.FindAsync(text, context.RequestAborted) is not { } live
            || !live.Token.Audiences.Contains(issuer.Url))
            return (null, Problems.InvalidToken with { Challenge = "Bearer error=\"invalid_token\"" });
        if (!live.Client.FirstParty || live.Subject is not { } subject)
            return (null, Problems.InsufficientClient);
        return recently && !SignedInRecently(live.Token)
            ? (null, SignInAgain)
            : (new Caller(live.Token, subject), null);
    }

    /// <summary>Whether the token stems from a sign-in of the last ten minutes.</summary>
    public bool SignedInRecently(AccessToken token) => RecentSignIn.Is(token.AuthTime, clock.GetUtcNow());

    /// <summary>The bearer token of an Authorization header (RFC 6750 §2.1); null: it holds none.</summary>
    /// <remarks>One space, by the grammar; and then no other white space can be part of a token.</remarks>
    internal static string? TokenOf(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header.Length > Scheme.Length
        && !header.AsSpan(Scheme.Length).ContainsAny(' ', '\t')
            ? header[Scheme.Length..]
            : null;
}
