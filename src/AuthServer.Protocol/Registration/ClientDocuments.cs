using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Registration;

/// <summary>
/// Clients whose id is the address of their document (OAuth Client ID Metadata Document): fetched through the guard, judged
/// like every client that registers itself, and kept, so that tokens, consents and revocations have something to name.
/// </summary>
public sealed class ClientDocuments : IClientDocuments
{
    private const int MaxLength = 500;

    private readonly IClients _clients;
    private readonly IOutbound _outbound;
    private readonly IDocumentClients _kept;
    private readonly RegistrationReader _reader;
    private readonly RegistrationPolicy _policy;
    private readonly RemoteDocuments<Fetched> _documents;

    /// <summary>Fetches nothing yet.</summary>
    public ClientDocuments(
        IClients clients, IOutbound outbound, IDocumentClients kept, RegistrationReader reader, RegistrationPolicy policy,
        TimeProvider clock)
    {
        (_clients, _outbound, _kept, _reader, _policy) = (clients, outbound, kept, reader, policy);
        _documents = new RemoteDocuments<Fetched>(
            outbound, d => RegistrationReader.Parse(d.Content.Span) is { } json ? new Fetched(json) : null, clock);
    }

    /// <inheritdoc/>
    public async ValueTask<Client?> FindAsync(string clientId, CancellationToken ct)
    {
        var known = await _clients.FindAsync(clientId, ct);
        if (known is { IsDocument: false } || !IsAddress(clientId) || !_policy.MetadataDocuments || _outbound.Judge(clientId) is not null)
            return known;
        if (await _documents.FindAsync(clientId, ct) is not { } document)
            return null;
        document.IsGood ??= (await JudgeAsync(document.Json, clientId, ct)).Succeeded(out var wanted, out _)
            && await _kept.KeepAsync(wanted, ct);
        return document.IsGood is true ? await _clients.FindAsync(clientId, ct) : null;
    }

    /// <summary>An https address with a path, in one spelling (§3); plain http is for development on one machine.</summary>
    private static bool IsAddress(string clientId) =>
        clientId.Length <= MaxLength
        && Uri.TryCreate(clientId, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && (uri.Scheme == "https" || RedirectUriRegistrationRule.IsLoopback(uri))
        && uri.AbsolutePath.Length > 1 && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0 && uri.OriginalString == uri.AbsoluteUri;

    private async Task<Result<NewRegistration>> JudgeAsync(JsonElement json, string clientId, CancellationToken ct)
    {
        var document = JsonNode.Parse(json.GetRawText())!.AsObject(); // read as one
        if (document["client_id"] is not JsonValue own || !own.TryGetValue<string>(out var id) || id != clientId)
            return Refused("client_id is not the address");
        // What everybody can read keeps no secret (§4.1).
        if (document.ContainsKey("client_secret"))
            return Refused("a document must not hold a secret");
        var method = document["token_endpoint_auth_method"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        if (method is not (null or AuthMethods.None or AuthMethods.PrivateKeyJwt))
            return Refused("the authentication method needs a secret");
        document["token_endpoint_auth_method"] = method ?? AuthMethods.None;
        using var parsed = JsonDocument.Parse(document.ToJsonString());
        return await _reader.ReadAsync(parsed.RootElement, clientId, ct);
    }

    private static OAuthError Refused(string reason) => new(ErrorCode.InvalidClientMetadata, reason);

    /// <summary>A document as it was fetched; the same object for as long as it is fresh.</summary>
    private sealed class Fetched(JsonElement json)
    {
        public JsonElement Json => json;

        /// <summary>Whether it was found good, and what is stored was made of it; null: nobody has looked yet.</summary>
        public bool? IsGood { get; set; }
    }
}
