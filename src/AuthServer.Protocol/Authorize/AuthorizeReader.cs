using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Reads an authorization request (RFC 6749 §4.1.1, OIDC Core §3.1.2): first who asks and where an answer may go,
/// then the rules in <see cref="AuthorizeRules"/>, whose failures the client may see.</summary>
public sealed class AuthorizeReader(IClients clients, AuthorizeRules rules)
{
    /// <summary>Reads and judges.</summary>
    public async ValueTask<AuthorizeReading> ReadAsync(Form form, CancellationToken ct)
    {
        // Both mistakes in the same words: nobody learns which of the two was wrong.
        const string untrusted = "client_id or redirect_uri is not known";
        if (form.Find("client_id") is not { } clientId || await clients.FindAsync(clientId, ct) is not { Enabled: true } client)
            return Page(untrusted, "unknown or disabled client");
        if (form.Find("redirect_uri") is not { } redirectUri || !RedirectUriRule.Allows(client, redirectUri))
            return Page(untrusted, $"redirect_uri is not registered for {client.Id}");

        var (reply, flaw) = ReplyRule.Judge(form, redirectUri);
        if (flaw is not null)
            return new AuthorizeReading.Reply(reply, flaw);

        var judged = await rules.JudgeAsync(form, client, reply, ct);
        return judged.Succeeded(out var request, out var error)
            ? new AuthorizeReading.Ready(request)
            : new AuthorizeReading.Reply(reply, error);
    }

    private static AuthorizeReading.Page Page(string description, string reason) =>
        new(new OAuthError(ErrorCode.InvalidRequest, description, reason));
}
