using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Reads an authorization request (RFC 6749 §4.1.1, OIDC Core §3.1.2): first who asks and where an answer may go,
/// then the rules in <see cref="AuthorizeRules"/>, whose failures the client may see.</summary>
public sealed class AuthorizeReader(IClientDocuments clients, RequestObjects objects, AuthorizeRules rules)
{
    /// <summary>Takes a request in: once, before anything of it is kept, what it refers to is put in its place.</summary>
    public async ValueTask<Arrival> ArriveAsync(Form form, CancellationToken ct)
    {
        if (form.FirstFault("resource") is not null || form.Find("client_id") is not { } clientId
            || await clients.FindAsync(clientId, ct) is not { Enabled: true } client)
            return new Arrival(form, null); // the reading refuses it
        if (form.Find("request") is not null && form.Find("request_uri") is not null)
            return new Arrival(form, Page("request and request_uri exclude each other", "RFC 9101 section 5"));

        if (!(await objects.ResolveAsync(form, client, ct)).Succeeded(out var whole, out var error))
            return new Arrival(form, Refusal(form, client, error));
        return whole.Find("client_id") == client.Id
            ? new Arrival(whole, null)
            : new Arrival(form, new AuthorizeReading.Page(new(ErrorCode.InvalidRequestObject, "client_id differs inside the request object")));
    }

    /// <summary>Reads and judges what has arrived.</summary>
    public async ValueTask<AuthorizeReading> ReadAsync(Form form, CancellationToken ct)
    {
        // Both mistakes in the same words: nobody learns which of the two was wrong.
        const string untrusted = "client_id or redirect_uri is not known";
        if (form.Find("client_id") is not { } clientId || await clients.FindAsync(clientId, ct) is not { Enabled: true } client)
            return Page(untrusted, "unknown or disabled client");
        if (form.Find("redirect_uri") is not { } redirectUri || !RedirectUriRule.Allows(client, redirectUri))
            return Page(untrusted, $"redirect_uri is not registered for {client.Id}");

        var (reply, flaw) = ReplyRule.Judge(form, redirectUri);
        reply = reply with { ClientId = client.Id };
        if (flaw is not null)
            return new AuthorizeReading.Reply(reply, flaw);

        var judged = await rules.JudgeAsync(form, client, reply, ct);
        return judged.Succeeded(out var request, out var error)
            ? new AuthorizeReading.Ready(request)
            : new AuthorizeReading.Reply(reply, error);
    }

    /// <summary>To the client only where what stands outside the object leads to it.</summary>
    private static AuthorizeReading Refusal(Form form, Client client, OAuthError error) =>
        form.Find("redirect_uri") is { } redirectUri && RedirectUriRule.Allows(client, redirectUri)
            ? new AuthorizeReading.Reply(ReplyRule.Judge(form, redirectUri).Reply with { ClientId = client.Id }, error)
            : new AuthorizeReading.Page(error);

    private static AuthorizeReading.Page Page(string description, string reason) =>
        new(new OAuthError(ErrorCode.InvalidRequest, description, reason));
}
