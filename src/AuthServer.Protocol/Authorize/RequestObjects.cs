using System.Text;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>
/// Request objects, by value and by reference (OIDC Core §6, RFC 9101). Each is read once, when the request arrives: what
/// waits for a page is what came out of it.
/// </summary>
public sealed class RequestObjects(ClientKeys keys, IOutbound outbound, IIssuer issuer, TimeProvider clock)
{
    /// <summary>Puts the object's parameters in the place of what referred to it.</summary>
    /// <param name="form">As it was sent.</param>
    /// <param name="client">The one that the form names.</param>
    /// <returns>A form without <c>request</c> and <c>request_uri</c>, or why there is none.</returns>
    public async ValueTask<Result<Form>> ResolveAsync(Form form, Client client, CancellationToken ct)
    {
        var (value, reference) = (form.Find("request"), form.Find("request_uri"));
        if (value is null && reference is null)
            return client.RequireSignedRequestObject ? new OAuthError(ErrorCode.InvalidRequest, "a signed request object is required") : form;
        if ((value ?? await FetchAsync(reference!, client, ct)) is not { } text) // one of the two was sent
            return new OAuthError(ErrorCode.InvalidRequestUri, "request_uri is not registered, or holds nothing that can be read");

        IReadOnlyCollection<string> algorithms =
            client.RequestObjectAlgorithm is { } one ? [one] : JwsAlgorithms.ClientAssertions;
        var reading = await keys.ReadAsync(client, text, algorithms, ct);
        if (reading is not JwsReading.Verified jws)
            return Invalid("the request object is not signed as the client signs", (reading as JwsReading.Refused)?.Reason);
        if (RequestObject.TryTake(jws, client, out var reason) is not { } content)
            return Invalid("the request object cannot be read", reason);
        return content.FlawFor(client, form, issuer, clock.GetUtcNow()) is { } flaw
            ? Invalid($"the request object does not hold: {flaw}", null)
            : content.Merge(form);
    }

    /// <summary>
    /// Only what was registered is called (RFC 9101 §10.4), each time anew: so a fragment, which says of which content a
    /// copy would be (OIDC Core §6.2), has nothing to say here.
    /// </summary>
    private async ValueTask<string?> FetchAsync(string reference, Client client, CancellationToken ct)
    {
        if (!client.RequestUris.Contains(reference, StringComparer.Ordinal))
            return null;
        var document = await outbound.GetAsync(reference.Split('#')[0], ct);
        return document is null ? null : Encoding.UTF8.GetString(document.Content.Span).Trim();
    }

    private static OAuthError Invalid(string description, string? reason) =>
        new(ErrorCode.InvalidRequestObject, description, reason);
}
