using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Says what the code of a request that needs nothing more holds (RFC 6749 §4.1.2). Writes no row.</summary>
public sealed class CodeContent(
    IScopes scopes, IIssuer issuer, IRevocations revocations, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>The code's content.</summary>
    public async ValueTask<IssuedCode> MakeAsync(AuthorizeRequest request, NextStep.Issue issue, CancellationToken ct)
    {
        var who = issue.Who;
        // Whoever unticked the scopes of an API did not give a token for it.
        var known = await scopes.AllAsync(ct);
        var open = ResourceRule.OpenedBy(issue.Scopes, known, issuer);
        return new IssuedCode
        {
            AuthorizationId = Guid.CreateVersion7(),
            ClientId = request.Client.Id,
            RedirectUri = request.Reply.RedirectUri,
            UserId = who.UserId,
            SessionId = who.SessionId,
            Scopes = issue.Scopes,
            Resources = [.. request.Resources.Where(open.Contains)],
            Nonce = request.Nonce,
            CodeChallenge = request.CodeChallenge,
            AuthTime = who.AuthTime,
            Methods = who.Methods,
            Acr = request.Acr is { } acr ? AuthenticationContext.Of(who.Methods, acr.Values) : null,
            Claims = ClaimsOf(request, issue.Scopes, known),
            Epochs = new Epochs(who.Epoch, request.Client.Epoch, revocations.ServerEpoch),
            ExpiresAt = clock.GetUtcNow() + lifetimes.Code,
        };
    }

    /// <summary>Whoever unticked a scope did not give its claims under another name.</summary>
    private static AskedClaims ClaimsOf(AuthorizeRequest request, ScopeSet given, IReadOnlyDictionary<string, Scope> known) =>
        request.Claims.Where(c =>
            request.ClaimsBeyondScopes.Contains(c) || StandardClaims.Of(given, known).Contains(c, StringComparer.Ordinal));
}
