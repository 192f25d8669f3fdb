using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>Clients that sign with their secret, and those that are signed and encrypted to with it.</summary>
public sealed class SharedSecretTests(StandardServer server) : IClassFixture<StandardServer>
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(StandardServer.Secret);

    [Theory]
    [InlineData("HS256", true)]
    [InlineData("HS384", false)] // the secret has fewer bytes than the hash (RFC 7518 §3.2)
    [InlineData("HS512", false)]
    [InlineData("none", false)]
    [Spec("OIDC Core", "9")]
    public async Task Secret_signs_an_assertion_and_is_not_sent(string algorithm, bool right)
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("secret-signed");
        var reply = await RedeemAsync(client, await ada.CodeAsync(client), Assertion(client, algorithm, Secret));
        if (right)
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        else
            Outcome.T401(reply);
    }

    [Fact]
    [Spec("RFC 7523", "3")]
    public async Task CLA_11_assertion_by_a_wrong_secret_or_twice_and_the_secret_itself_are_refused()
    {
        using var ada = await Person.NewAsync(server);
        var code = await ada.CodeAsync("secret-signed");
        Outcome.T401(await RedeemAsync("secret-signed", code, Assertion("secret-signed", "HS256", new byte[32])));
        using var channel = server.NewBackChannel();
        Outcome.T401(await channel.TokenAsync(StandardServer.Login("secret-signed"), ("grant_type", "authorization_code"), ("code", code)));

        var assertion = Assertion("secret-signed", "HS256", Secret);
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync("secret-signed", code, assertion)).Status);
        Outcome.T401(await RedeemAsync("secret-signed", await ada.CodeAsync("secret-signed"), assertion));
    }

    [Fact]
    [Spec("RFC 8725", "3.1")]
    public async Task CLA_11_client_with_keys_has_no_secret_to_sign_with_and_the_other_way_round()
    {
        Outcome.T401(await RedeemAsync("signed", "x", Assertion("signed", "HS256", Secret)));
        var keys = StandardServer.KeysOfSigned()["jwks"]!.DeepClone(); // it is there
        var client = await server.NewClientAsync("secret-signed", new JsonObject { ["jwks"] = keys });
        Outcome.T401(await RedeemAsync(client, "x", Forged.Assertion(server, client)));
    }

    [Fact]
    [Spec("OIDC Core", "10.1")]
    public async Task Id_token_is_signed_with_the_secret_where_that_was_registered()
    {
        using var ada = await Person.NewAsync(server);
        var token = (await ada.TokensAsync("hs256"))["id_token"]!;
        Assert.Equal("HS256", Forged.Part(token, 0)["alg"]!.GetValue<string>());
        Assert.False(Forged.Part(token, 0).ContainsKey("kid")); // there is one secret
        Assert.Equal("hs256", Verified(token).GetProperty("aud").GetString());
        var changed = token[..^2] + (token.EndsWith("AA", StringComparison.Ordinal) ? "BA" : "AA");
        Assert.IsNotType<JwsReading.Verified>(Read(changed));
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task Id_token_that_the_secret_signed_is_a_hint_of_its_client_and_a_forged_one_is_none()
    {
        using var ada = await Person.NewAsync(server);
        var token = (await ada.TokensAsync("hs256"))["id_token"]!;
        var silent = await ada.Browser.GetAsync(Person.AuthorizeUrl("hs256", ("prompt", "none"), ("id_token_hint", token)));
        Assert.True(silent.Query.ContainsKey("code"), silent.ToString());

        // Signed by somebody who does not know the secret.
        var forged = Forged.Jws("""{"alg":"HS256","typ":"JWT"}""", Forged.Part(token, 1).ToJsonString(), d => HMACSHA256.HashData(new byte[32], d));
        var refused = await ada.Browser.GetAsync(Person.AuthorizeUrl("hs256", ("prompt", "none"), ("id_token_hint", forged)));
        Assert.Equal("invalid_request", refused.Query["error"]);

        var bye = await ada.Browser.GetAsync(
            $"/connect/endsession?id_token_hint={token}&post_logout_redirect_uri={StandardServer.Bye}");
        Assert.Equal(StandardServer.Bye, bye.Location!.ToString());
    }

    [Fact]
    [Spec("OIDC Core", "10.2")]
    public async Task Answers_are_encrypted_with_the_left_of_the_secrets_hash()
    {
        using var ada = await Person.NewAsync(server);
        var client = await server.NewClientAsync("hs256", new JsonObject
        {
            ["id_token_encrypted_response_alg"] = "dir",
            ["id_token_encrypted_response_enc"] = "A128GCM",
        });
        var parts = (await ada.TokensAsync(client))["id_token"]!.Split('.');
        var bytes = parts.Select(p => Base64Url.DecodeFromChars(p)).ToArray();
        using var gcm = new AesGcm(SHA256.HashData(Secret).AsSpan(0, 16), 16);
        var plaintext = new byte[bytes[3].Length];
        gcm.Decrypt(bytes[2], bytes[3], bytes[4], plaintext, Encoding.ASCII.GetBytes(parts[0]));
        Assert.Equal(client, Verified(Encoding.ASCII.GetString(plaintext)).GetProperty("aud").GetString());
    }

    [Fact]
    public async Task Secret_is_at_rest_as_a_hash_and_sealed_alone()
    {
        var stored = await server.ScalarAsync<string>("SELECT string_agg(secrets::text, '') FROM clients");
        Assert.DoesNotContain(StandardServer.Secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Secret), stored, StringComparison.Ordinal);
        Assert.Equal(
            JsonValueKind.Null,
            JsonElement.Parse(await server.ScalarAsync<string>("SELECT secrets::text FROM clients WHERE client_id = 'web'"))[0]
                .GetProperty("Sealed").ValueKind);
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    public async Task Metadata_says_that_a_secret_may_sign()
    {
        using var channel = server.NewBackChannel();
        var metadata = (await channel.GetAsync("/.well-known/openid-configuration")).Json;
        foreach (var (name, value) in new[]
        {
            ("token_endpoint_auth_methods_supported", "client_secret_jwt"),
            ("token_endpoint_auth_signing_alg_values_supported", "HS256"),
            ("id_token_signing_alg_values_supported", "HS256"),
            ("userinfo_encryption_alg_values_supported", "dir"),
        })
            Assert.Contains(metadata.GetProperty(name).EnumerateArray(), v => v.GetString() == value);
    }

    private string Assertion(string client, string algorithm, byte[] secret) => Forged.Jws(
        $$"""{"alg":"{{algorithm}}","typ":"JWT"}""", Forged.AssertionClaims(server, client).ToJsonString(), data => algorithm switch
        {
            "HS256" => HMACSHA256.HashData(secret, data),
            "HS384" => HMACSHA384.HashData(secret, data),
            "HS512" => HMACSHA512.HashData(secret, data),
            _ => [],
        });

    private async Task<Reply> RedeemAsync(string client, string code, string assertion)
    {
        using var channel = server.NewBackChannel();
        return await channel.TokenAsync(
            ClientLogin.Assertion(assertion), ("client_id", client), ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier));
    }

    private static JwsReading Read(string token) => JwsReader.Read(token, JwkSet.OfSecret(Secret), ["HS256"], "JWT");

    private static JsonElement Verified(string token) => JsonElement.Parse(Assert.IsType<JwsReading.Verified>(Read(token)).Payload);
}
