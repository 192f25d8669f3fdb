using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Makes the code of a request that needs nothing more (RFC 6749 §4.1.2). Writes no row.</summary>
public sealed class CodeIssuer(
    Codes codes, IScopes scopes, IIssuer issuer, IRevocations revocations, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>The code.</summary>
    public async ValueTask<string> IssueAsync(AuthorizeRequest request, NextStep.Issue issue, CancellationToken ct)
    {
        var who = issue.Who;
        // Whoever unticked the scopes of an API did not give a token for it.
        var open = ResourceRule.OpenedBy(issue.Scopes, await scopes.AllAsync(ct), issuer);
        var code = new IssuedCode
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
            Epochs = new Epochs(who.Epoch, request.Client.Epoch, revocations.ServerEpoch),
            ExpiresAt = clock.GetUtcNow() + lifetimes.Code,
        };
        return await codes.WriteAsync(code, ct);
    }
}
