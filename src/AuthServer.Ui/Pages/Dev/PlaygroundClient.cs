using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Clients;
using AuthServer.Protocol.Wire;
using Microsoft.AspNetCore.DataProtection;

namespace AuthServer.Ui.Pages.Dev;

/// <summary>
/// The playground as a relying party: a public client with PKCE that speaks to this server as any other client would, over
/// HTTP. In Development it registers itself, at whatever address the server has.
/// </summary>
internal sealed class PlaygroundClient(IIssuer issuer, ClientDirectory clients, IDataProtectionProvider protection, IHttpClientFactory http)
{
    public const string ClientId = "playground";
    public const string Scope = "openid profile email offline_access";

    private readonly IDataProtector _protector = protection.CreateProtector("AuthServer.Playground.v1");

    public string RedirectUri => issuer.At("/dev/playground");

    /// <summary>A new try, and the authorization request that begins it.</summary>
    /// <returns>What the browser keeps meanwhile, and the request's parameters.</returns>
    public (string Kept, IReadOnlyList<KeyValuePair<string, string>> Parameters) Begin(string scope, string? prompt)
    {
        var attempt = new Attempt(NewHandle(), NewHandle(), NewHandle());
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(attempt.Verifier)));
        var parameters = new List<KeyValuePair<string, string>>
        {
            new("client_id", ClientId), new("redirect_uri", RedirectUri), new("response_type", "code"), new("scope", scope),
            new("state", attempt.State), new("nonce", attempt.Nonce), new("code_challenge", challenge),
            new("code_challenge_method", "S256"),
        };
        if (!string.IsNullOrEmpty(prompt))
            parameters.Add(new("prompt", prompt));
        return (_protector.Protect(JsonSerializer.Serialize(attempt)), parameters);
    }

    /// <summary>The try that the browser kept; null when it kept none.</summary>
    public Attempt? Recall(string? kept)
    {
        try
        {
            return kept is null ? null : JsonSerializer.Deserialize<Attempt>(_protector.Unprotect(kept));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Posts a form, as the client.</summary>
    public Task<Exchange> PostAsync(string path, CancellationToken ct, params (string Name, string Value)[] members)
    {
        var content = new FormUrlEncodedContent(members.Append(("client_id", ClientId)).Select(m => KeyValuePair.Create(m.Item1, m.Item2)));
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, issuer.At(path)) { Content = content }, ct);
    }

    /// <summary>Asks who the person is.</summary>
    public Task<Exchange> AskWhoAsync(string accessToken, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, issuer.At("/connect/userinfo"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return SendAsync(request, ct);
    }

    /// <summary>Registers the playground, or its address where the server has got a new one.</summary>
    public async Task RegisterAsync(CancellationToken ct)
    {
        var stored = await clients.FindAsync(ClientId, ct);
        var document = JsonNode.Parse(stored?.Document ?? "{}")!.AsObject(); // a document is an object
        var addresses = document["redirect_uris"]?.AsArray().Select(n => n!.GetValue<string>()).ToList() ?? []; // of strings
        if (addresses.Contains(RedirectUri))
            return;
        addresses.Add(RedirectUri);
        document["client_id"] = ClientId;
        document["client_name"] = "Playground";
        document["token_endpoint_auth_method"] = "none";
        document["grant_types"] = new JsonArray("authorization_code", "refresh_token");
        document["redirect_uris"] = new JsonArray([.. addresses.Select(a => JsonValue.Create(a))]);
        document["post_logout_redirect_uris"] = document["redirect_uris"]!.DeepClone(); // set above
        if (stored is null)
            await clients.CreateAsync(ClientId, document.ToJsonString(), [], ct);
        else
            await clients.DescribeAsync(ClientId, document.ToJsonString(), ct);
    }

    private async Task<Exchange> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            using var client = http.CreateClient();
            using var response = await client.SendAsync(request, ct);
            return await Exchange.ReadAsync(request, response, ct);
        }
    }

    private static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the client must remember between request and answer.</summary>
    internal sealed record Attempt(string Verifier, string State, string Nonce);
}
