using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Reads an authorization request (RFC 6749 §4.1.1, OIDC Core §3.1.2): first who asks and where an answer may go,
/// then the rules in <see cref="AuthorizeRules"/>, whose failures the client may see.</summary>
public sealed class AuthorizeReader(IClientDocuments clients, RequestObjects objects, IPushedRequests pushed, AuthorizeRules rules)
{
    /// <summary>Takes a request in: once, before anything of it is kept, what it refers to is put in its place.</summary>
    public async ValueTask<Arrival> ArriveAsync(Form form, CancellationToken ct)
    {
        if (form.FirstFault("resource") is not null || form.Find("client_id") is not { } clientId
            || await clients.FindAsync(clientId, ct) is not { Enabled: true } client)
            return new Arrival(form, null); // the reading refuses it
        var reference = form.Find("request_uri");
        if (reference is not null && form.Find("request") is not null)
            return new Arrival(form, Page("request and request_uri exclude each other", "RFC 9101 section 5"));
        if (PushedRequest.HandleOf(reference) is { } handle)
            return await BringAsync(form, client, handle, ct);
        return client.RequirePushedRequests
            ? new Arrival(form, Refusal(form, client, new OAuthError(ErrorCode.InvalidRequest, "the client must push its requests")))
            : await ResolveAsync(form, client, ct);
    }

    /// <summary>Puts what the request refers to, or holds, in its place.</summary>
    public async ValueTask<Arrival> ResolveAsync(Form form, Client client, CancellationToken ct)
    {
        if (!(await objects.ResolveAsync(form, client, ct)).Succeeded(out var whole, out var error))
            return new Arrival(form, Refusal(form, client, error));
        return whole.Find("client_id") == client.Id
            ? new Arrival(whole, null)
            : new Arrival(form, new AuthorizeReading.Page(new(ErrorCode.InvalidRequestObject, "client_id differs inside the request object")));
    }

    /// <summary>What was pushed is answered once, however many browsers brought it (RFC 9126 §7.3).</summary>
    /// <returns>False when it was answered already; true for what was not pushed.</returns>
    public async ValueTask<bool> TakeAsync(Form form, CancellationToken ct) =>
        PushedRequest.HandleOf(form.Find("request_uri")) is not { } handle || await pushed.ConsumeAsync(handle, ct);

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

    /// <summary>Only what was pushed counts (RFC 9126 §4); its name stays with it, until it is answered.</summary>
    private async Task<Arrival> BringAsync(Form form, Client client, string handle, CancellationToken ct) =>
        await pushed.FindAsync(handle, client.Id, ct) is { } parameters
            ? new Arrival(Form.Of([.. Form.Parse(parameters).Values, .. form.Values.Where(v => v.Key == "request_uri")]), null)
            : new Arrival(form, new AuthorizeReading.Page(new OAuthError(
                ErrorCode.InvalidRequestUri, "request_uri was not pushed by this client, has expired or was used")));

    /// <summary>To the client only where what stands outside the object leads to it.</summary>
    private static AuthorizeReading Refusal(Form form, Client client, OAuthError error) =>
        form.Find("redirect_uri") is { } redirectUri && RedirectUriRule.Allows(client, redirectUri)
            ? new AuthorizeReading.Reply(ReplyRule.Judge(form, redirectUri).Reply with { ClientId = client.Id }, error)
            : new AuthorizeReading.Page(error);

    private static AuthorizeReading.Page Page(string description, string reason) =>
        new(new OAuthError(ErrorCode.InvalidRequest, description, reason));
}
