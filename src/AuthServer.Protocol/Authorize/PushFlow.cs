using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>
/// The pushed authorization request endpoint (RFC 9126): what a browser would have carried comes from the client itself, and is
/// judged twice: here, and again when a browser brings it.
/// </summary>
public sealed class PushFlow(ClientAuthenticator authenticator, AuthorizeReader reader, IPushedRequests pushed, TimeProvider clock)
{
    /// <summary>How long a browser may bring a pushed request. Chosen: a redirect, on a slow network.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Takes a request in (§2.1).</summary>
    /// <param name="authorization">The Authorization header, whole; null when there was none.</param>
    /// <returns>Its name, or what the authorization endpoint would have said.</returns>
    public async Task<Result<PushedRequest>> PushAsync(string? authorization, Form form, CancellationToken ct)
    {
        if (!(await authenticator.AuthenticateAsync(authorization, form, ct)).Succeeded(out var client, out var error))
            return error;
        if (form.FirstFault("resource") is { } fault)
            return new OAuthError(ErrorCode.InvalidRequest, fault);
        if (form.Find("request_uri") is not null)
            return new OAuthError(ErrorCode.InvalidRequest, "request_uri cannot be pushed");

        // What proves the client is of this call, and not of the request.
        var own = form.Values.Where(v => !ClientCredentials.Parameters.Contains(v.Key))
            .Append(KeyValuePair.Create("client_id", client.Id));
        var arrival = await reader.ResolveAsync(Form.Of(own), client, ct);
        return (arrival.Refusal ?? await reader.ReadAsync(arrival.Form, ct)) switch
        {
            AuthorizeReading.Page page => page.Error,
            AuthorizeReading.Reply reply => reply.Error,
            _ => new PushedRequest(
                await pushed.PushAsync(client.Id, arrival.Form.Encode(), clock.GetUtcNow() + Lifetime, ct), Lifetime),
        };
    }
}
