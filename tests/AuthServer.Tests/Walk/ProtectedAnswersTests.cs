using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>ID tokens and userinfo for clients that want them signed, encrypted, or both.</summary>
public sealed class ProtectedAnswersTests(StandardServer server) : IClassFixture<StandardServer>, IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    [Fact]
    [Spec("OIDC Core", "10.2")]
    public async Task Id_token_is_signed_then_encrypted_to_the_clients_key_and_only_it_reads_it()
    {
        using var ada = await Person.NewAsync(server);
        var client = await NewClientAsync("id_token");
        var token = (await ada.TokensAsync(client))["id_token"]!;

        var header = HeaderOf(token);
        Assert.Equal(("RSA-OAEP-256", "A256GCM"), (Text(header, "alg"), Text(header, "enc")));
        Assert.Equal(("for-encryption", "JWT"), (Text(header, "kid"), Text(header, "cty")));
        var claims = await VerifiedAsync(Decrypt(token));
        Assert.Equal((server.Issuer, client), (Text(claims, "iss"), Text(claims, "aud")));
        Assert.Equal((await server.IdOfAsync(ada.Email)).ToString(), Text(claims, "sub"));
    }

    [Fact]
    [Spec("OIDC Core", "5.3.2")]
    public async Task Signed_userinfo_is_a_jwt_that_says_who_speaks_to_whom()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted", new JsonObject { ["userinfo_signed_response_alg"] = "ES256" });
        var tokens = await ada.TokensAsync(client, ("scope", "openid email"));
        var userinfo = await UserInfoAsync(tokens);

        Assert.Equal("application/jwt", userinfo.Header("Content-Type"));
        Assert.Equal("ES256", Text(HeaderOf(userinfo.Text), "alg"));
        var claims = await VerifiedAsync(userinfo.Text);
        Assert.Equal((server.Issuer, client), (Text(claims, "iss"), Text(claims, "aud")));
        Assert.Equal(ada.Email, Text(claims, "email"));
        Assert.Equal(Text(await VerifiedAsync(tokens["id_token"]!), "sub"), Text(claims, "sub"));
    }

    [Fact]
    [Spec("RFC 8725", "3.12")]
    public async Task Signed_userinfo_does_not_pass_as_an_id_token()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("trusted", new JsonObject { ["userinfo_signed_response_alg"] = "RS256" });
        var userinfo = await UserInfoAsync(await ada.TokensAsync(client));
        var reply = await ada.Browser.GetAsync(
            Person.AuthorizeUrl(client, ("prompt", "none"), ("id_token_hint", userinfo.Text)));
        Assert.Equal("invalid_request", reply.Query["error"]);
    }

    [Fact]
    [Spec("OIDC Core", "5.3.2")]
    public async Task Encrypted_userinfo_is_bare_claims_unless_it_is_signed_too()
    {
        using var ada = await Person.NewAsync(server);
        var bare = await UserInfoAsync(await ada.TokensAsync(await NewClientAsync("userinfo")));
        Assert.Equal("application/jwt", bare.Header("Content-Type"));
        Assert.False(HeaderOf(bare.Text).TryGetProperty("cty", out _));
        var subject = (await server.IdOfAsync(ada.Email)).ToString();
        Assert.Equal(subject, Text(JsonElement.Parse(Decrypt(bare.Text)), "sub"));

        var nested = await UserInfoAsync(await ada.TokensAsync(
            await NewClientAsync("userinfo", ("userinfo_signed_response_alg", "PS256"))));
        Assert.Equal("JWT", Text(HeaderOf(nested.Text), "cty"));
        Assert.Equal(subject, Text(await VerifiedAsync(Decrypt(nested.Text)), "sub"));
    }

    [Fact]
    public async Task Where_no_key_fits_nothing_leaves_in_clear()
    {
        using var ada = await Person.NewAsync(server);
        var client = await NewClientAsync("id_token", ("id_token_encrypted_response_alg", "ECDH-ES"));
        var reply = await Person.RedeemAsync(server, client, await ada.CodeAsync(client));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (reply.Status, reply["error"]));
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    public async Task Metadata_lists_what_can_be_asked_for_and_never_none()
    {
        using var channel = server.NewBackChannel();
        var metadata = (await channel.GetAsync("/.well-known/openid-configuration")).Json;
        foreach (var response in new[] { "id_token", "userinfo" })
        {
            Assert.Equal(JweAlgorithms.Content, List($"{response}_encryption_enc_values_supported"));
            Assert.Equal(JweAlgorithms.Asymmetric, List($"{response}_encryption_alg_values_supported"));
            Assert.Contains("RS256", List($"{response}_signing_alg_values_supported"));
            Assert.DoesNotContain("none", List($"{response}_signing_alg_values_supported"));
        }

        string[] List(string name) => [.. metadata.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
    }

    public void Dispose() => _key.Dispose();

    private Task<string> NewClientAsync(string response, params (string Name, string Value)[] more)
    {
        var numbers = _key.ExportParameters(false);
        var changes = new JsonObject
        {
            [response + "_encrypted_response_alg"] = "RSA-OAEP-256",
            [response + "_encrypted_response_enc"] = "A256GCM",
            ["jwks"] = new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "enc",
                    ["kid"] = "for-encryption",
                    ["n"] = Base64Url.EncodeToString(numbers.Modulus),
                    ["e"] = Base64Url.EncodeToString(numbers.Exponent),
                }),
            },
        };
        foreach (var (name, value) in more)
            changes[name] = value;
        return server.NewClientAsync("trusted", changes);
    }

    private async Task<Reply> UserInfoAsync(Reply tokens)
    {
        using var channel = server.NewBackChannel();
        var reply = await channel.GetAsync("/connect/userinfo", tokens["access_token"]);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply;
    }

    /// <summary>As the client does it, with the framework's own arithmetic: RSA-OAEP-256 and A256GCM.</summary>
    private string Decrypt(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(5, parts.Length);
        var bytes = parts.Select(p => Base64Url.DecodeFromChars(p)).ToArray();
        using var gcm = new AesGcm(_key.Decrypt(bytes[1], RSAEncryptionPadding.OaepSHA256), 16);
        var plaintext = new byte[bytes[3].Length];
        gcm.Decrypt(bytes[2], bytes[3], bytes[4], plaintext, Encoding.ASCII.GetBytes(parts[0]));
        return Encoding.UTF8.GetString(plaintext);
    }

    /// <summary>The claims of a token that the server's published keys verify.</summary>
    private async Task<JsonElement> VerifiedAsync(string token)
    {
        using var channel = server.NewBackChannel();
        var keys = JwkSet.TryParse((await channel.GetAsync("/.well-known/jwks.json")).Json, out _)!;
        var reading = JwsReader.Read(token, keys, JwsAlgorithms.Signing, null);
        return JsonElement.Parse(Assert.IsType<JwsReading.Verified>(reading).Payload);
    }

    private static JsonElement HeaderOf(string token) => JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
