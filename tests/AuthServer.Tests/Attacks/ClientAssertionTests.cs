using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>CLA: private_key_jwt (RFC 7523) with what is almost an assertion. Every refusal stands beside one that passes.</summary>
public sealed class ClientAssertionTests(StandardServer server) : IClassFixture<StandardServer>, IAsyncLifetime, IDisposable
{
    private readonly BackChannel _channel = server.NewBackChannel();

    public async Task InitializeAsync() => Assert.Equal(HttpStatusCode.OK, (await AskAsync(Forged.Assertion(server))).Status);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _channel.Dispose();

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("{0}/connect/token", true)]
    [InlineData("{0}/", false)]
    [InlineData("{0}/connect/token/", false)]
    [InlineData("{0}/connect/par", false)]
    [InlineData("{0}/connect/introspect", false)]
    [InlineData("{0}/connect/token?x=1", false)]
    [InlineData("{0}.evil.example", false)]
    [InlineData("https://other.example/connect/token", false)]
    [InlineData("HTTP://localhost", false)]
    [InlineData("", false)]
    [Spec("RFC 7523", "3")]
    public async Task CLA_08_audience_is_the_issuer_or_the_token_endpoint(string audience, bool right)
    {
        var reply = await AskAsync(Forged.Assertion(server, claims: c => c["aud"] = audience.Replace("{0}", server.Issuer, StringComparison.Ordinal)));
        if (right)
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        else
            Outcome.T401(reply);
    }

    [Fact]
    [Spec("RFC 7523", "3")]
    public async Task CLA_08_audience_is_one_value()
    {
        JsonNode?[] wrong =
        [
            new JsonArray(server.Issuer, "https://other.example"), new JsonArray("https://other.example", server.Issuer),
            new JsonArray(server.Issuer, server.Issuer + "/connect/token"), new JsonArray(), null, 7, new JsonObject { ["url"] = server.Issuer },
        ];
        foreach (var audience in wrong)
            Outcome.T401(await AskAsync(Forged.Assertion(server, claims: c => c["aud"] = audience)));
        Outcome.T401(await AskAsync(Forged.Assertion(server, claims: c => c.Remove("aud"))));
    }

    [Theory]
    [InlineData("exp", null)]
    [InlineData("exp", -61)]
    [InlineData("exp", -86_400)]
    [InlineData("exp", 361 + 30)]
    [InlineData("exp", 86_400)]
    [InlineData("exp", 10 * 365 * 86_400)]
    [InlineData("nbf", 61 + 30)]
    [InlineData("nbf", 3_600)]
    [InlineData("iat", 61 + 30)]
    [InlineData("iat", 3_600)]
    [InlineData("iat", -86_400)]
    [Spec("RFC 7523", "3")]
    public async Task CLA_09_times_must_be_near_now(string claim, int? seconds) => Outcome.T401(await AskAsync(
        Forged.Assertion(server, claims: c => Set(c, claim, seconds is null ? null : Now() + seconds))));

    [Theory]
    [InlineData("exp", 290)]
    [InlineData("nbf", -10)]
    [InlineData("nbf", 30)]
    [InlineData("iat", 30)]
    [InlineData("iat", -600)]
    [InlineData("iat", null)]
    public async Task CLA_09_clocks_may_differ_a_little(string claim, int? seconds) => Assert.Equal(
        HttpStatusCode.OK,
        (await AskAsync(Forged.Assertion(server, claims: c => Set(c, claim, seconds is null ? null : Now() + seconds)))).Status);

    [Theory]
    [InlineData("exp", "\"4102444800\"")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "-1")]
    [InlineData("iat", "\"now\"")]
    [InlineData("nbf", "{}")]
    [InlineData("jti", "null")]
    [InlineData("jti", "5")]
    [InlineData("jti", "\"\"")]
    public async Task CLA_09_claims_of_another_type_are_refused(string claim, string json)
    {
        var claims = Forged.AssertionClaims(server);
        claims[claim] = "PLACE";
        var text = claims.ToJsonString().Replace("\"PLACE\"", json, StringComparison.Ordinal);
        Outcome.T401(await AskAsync(Forged.Jws(StandardServer.KeyOfSigned, Forged.HeaderOf(StandardServer.KeyOfSigned).ToJsonString(), text)));
        Outcome.T401(await AskAsync(Forged.Assertion(server, claims: c => c.Remove("jti"))));
    }

    [Theory]
    [InlineData("web", "signed")]
    [InlineData("signed", "web")]
    [InlineData("web", "web")]
    [InlineData("signed", null)]
    [InlineData(null, "signed")]
    [InlineData("Signed", "Signed")]
    [InlineData("signed ", "signed ")]
    [InlineData("https://issuer.example", "signed")]
    [Spec("RFC 7523", "3")]
    public async Task CLA_10_issuer_and_subject_are_the_client(string? issuer, string? subject)
    {
        var assertion = Forged.Assertion(server, claims: c =>
        {
            Set(c, "iss", issuer);
            Set(c, "sub", subject);
        });
        Outcome.T401(await AskAsync(assertion));
        Outcome.T401(await AskAsync(assertion, ("client_id", "signed")));
    }

    [Fact]
    [Spec("RFC 7523", "3")]
    public async Task CLA_10_client_id_parameter_must_be_the_same_client()
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Forged.Assertion(server), ("client_id", "signed"))).Status);
        var twin = await server.NewClientAsync("signed"); // the same key
        Outcome.T401(await AskAsync(Forged.Assertion(server), ("client_id", twin)));
        Outcome.T401(await AskAsync(Forged.Assertion(server), ("client_id", "machine")));
        Outcome.T401(await AskAsync(Forged.Assertion(server), ("client_id", "nobody")));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES384")]
    [InlineData("es256")]
    [Spec("RFC 8725", "3.1")]
    public async Task CLA_11_algorithm_is_one_that_fits_the_key(string algorithm)
    {
        var publicKey = Encoding.UTF8.GetBytes(StandardServer.KeysOfSigned()["jwks"]!["keys"]![0]!.ToJsonString()); // there is one
        var header = Forged.HeaderOf(StandardServer.KeyOfSigned);
        header["alg"] = algorithm;
        Outcome.T401(await AskAsync(Forged.Jws(header.ToJsonString(), Forged.AssertionClaims(server).ToJsonString(), data => algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(publicKey, data),
            _ => SignedBy(StandardServer.KeyOfSigned, data),
        })));
    }

    [Fact]
    [Spec("RFC 8725", "3.1")]
    public async Task CLA_11_registered_algorithm_alone_and_no_key_for_encryption()
    {
        var other = await server.NewClientAsync("signed", new JsonObject { ["token_endpoint_auth_signing_alg"] = "PS256" });
        Outcome.T401(await AskAsync(Forged.Assertion(server, other)));
        var same = await server.NewClientAsync("signed", new JsonObject { ["token_endpoint_auth_signing_alg"] = "ES256" });
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Forged.Assertion(server, same))).Status);

        var keys = StandardServer.KeysOfSigned()["jwks"]!.DeepClone(); // it is there
        keys["keys"]![0]!["use"] = "enc";
        Outcome.T401(await AskAsync(Forged.Assertion(server, await server.NewClientAsync("signed", new JsonObject { ["jwks"] = keys }))));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("urn:ietf:params:oauth:client-assertion-type:saml2-bearer", false)]
    [InlineData("urn:ietf:params:oauth:client-assertion-type:JWT-bearer", false)]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer", false)]
    [Spec("RFC 7521", "4.2")]
    public async Task CLA_13_assertion_and_its_type_belong_together(string? type, bool right)
    {
        var login = Forged.Login(server);
        var members = login.Members.Select(m => m.Name == "client_assertion_type" && type is not null ? (m.Name, type) : m);
        var reply = await _channel.TokenAsync(ClientLogin.Anonymous, [("grant_type", "client_credentials"), .. members]);
        if (right)
            Assert.Equal(HttpStatusCode.OK, reply.Status);
        else
            Outcome.T400(reply, "invalid_request");

        var lone = Forged.Login(server).Members;
        foreach (var member in lone)
            Outcome.T400(await _channel.TokenAsync(ClientLogin.Public("signed"), ("grant_type", "client_credentials"), member), "invalid_request");
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("jwk")]
    [InlineData("x5c")]
    [Spec("RFC 8725", "3.10")]
    public async Task CLA_14_key_that_the_header_offers_is_not_used(string member)
    {
        using var attacker = SigningKey.Create("a-1", JwsAlgorithms.ES256); // the very id of the registered one
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}/jwks.json";
        JsonNode offer = member switch
        {
            "jwk" => JwkOf(attacker),
            "x5c" => new JsonArray("MIIB"),
            _ => address,
        };
        var header = Forged.HeaderOf(attacker);
        header[member] = offer;
        Outcome.T401(await AskAsync(Forged.Jws(attacker, header, Forged.AssertionClaims(server))));
        header["kid"] = "another";
        Outcome.T401(await AskAsync(Forged.Jws(attacker, header.DeepClone().AsObject(), Forged.AssertionClaims(server))));

        // Ignored, not obeyed: under the registered key it does no harm.
        var sound = await AskAsync(Forged.Assertion(server, header: h => h[member] = offer.DeepClone()));
        Assert.Equal(HttpStatusCode.OK, sound.Status);
        Assert.False(listener.Pending());
    }

    private static JsonObject JwkOf(SigningKey key)
    {
        var point = key.ExportEcPublic().Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = System.Buffers.Text.Base64Url.EncodeToString(point.X),
            ["y"] = System.Buffers.Text.Base64Url.EncodeToString(point.Y),
        };
    }

    private static byte[] SignedBy(SigningKey key, byte[] data)
    {
        var signature = new byte[key.SignatureLength];
        key.Sign(data, signature);
        return signature;
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static void Set(JsonObject claims, string name, JsonNode? value)
    {
        claims.Remove(name);
        if (value is not null)
            claims[name] = value;
    }

    private Task<Reply> AskAsync(string assertion, params (string Name, string Value)[] more) => _channel.TokenAsync(
        ClientLogin.Assertion(assertion), [("grant_type", "client_credentials"), .. more]);
}
