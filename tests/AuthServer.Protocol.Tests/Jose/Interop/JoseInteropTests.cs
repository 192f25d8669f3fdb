using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Interop;

/// <summary>The same tokens, keys and thumbprints on both sides: ours and the <c>jose</c> library from npm.</summary>
public sealed class JoseInteropTests
{
    private const string Payload = """{"sub":"é\n\"ü","aud":["a","b"],"n":1}""";
    private const string Type = "at+jwt";
    private static readonly string[] Symmetric = ["HS256", "HS384", "HS512"];

    [NodeFact]
    public async Task Jose_from_npm_and_this_server_understand_each_other()
    {
        SigningKey[] keys = [.. JwsAlgorithms.Signing.Select(name => SigningKey.Create("our-" + name, name))];
        var jose = await NodeJose.InstallAsync();

        var answer = await jose.AskAsync(new
        {
            jwks = Published(keys),
            tokens = keys.Select(key => new
            {
                token = JwsWriter.Write(key, Type, Encoding.UTF8.GetBytes(Payload)),
                algorithm = key.Algorithm,
            }),
            payload = Payload,
            type = Type,
        });

        var verified = answer.GetProperty("verified").EnumerateArray().ToArray();
        Assert.Equal(keys.Length, verified.Length);
        Assert.All(keys.Zip(verified), pair => AssertTheyRead(pair.First, pair.Second));
        Assert.Equal(
            JwkSet.Of(keys).Keys.Select(JwkThumbprint.Compute),
            answer.GetProperty("thumbprints").EnumerateArray().Select(thumbprint => thumbprint.GetString()));

        var signed = answer.GetProperty("signed").EnumerateArray().ToArray();
        Assert.Equal(
            [.. JwsAlgorithms.ClientAssertions, .. Symmetric],
            signed.Select(one => one.GetProperty("algorithm").GetString()!));
        Assert.All(signed, AssertWeRead);
    }

    private static JsonElement Published(SigningKey[] keys)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            JwkSet.Of(keys).Write(json);
        return JsonElement.Parse(stream.ToArray());
    }

    private static void AssertTheyRead(SigningKey key, JsonElement seen)
    {
        var header = seen.GetProperty("header");
        Assert.Equal(Payload, seen.GetProperty("payload").GetString());
        Assert.Equal(key.Algorithm, header.GetProperty("alg").GetString());
        Assert.Equal(key.Id, header.GetProperty("kid").GetString());
        Assert.Equal(Type, header.GetProperty("typ").GetString());
        Assert.True(seen.GetProperty("refused").GetBoolean());
    }

    private static void AssertWeRead(JsonElement theirs)
    {
        var jwk = theirs.GetProperty("jwk");
        var algorithm = theirs.GetProperty("algorithm").GetString()!;
        var token = theirs.GetProperty("token").GetString()!;
        var secrets = Symmetric.Contains(algorithm) ? JwkSecrets.Allowed : JwkSecrets.Refused;

        var keys = JwkSet.TryParse(JsonElement.Parse($$"""{"keys":[{{jwk.GetRawText()}}]}"""), secrets, out var reason);
        Assert.Null(reason);
        Assert.Equal(theirs.GetProperty("thumbprint").GetString(), JwkThumbprint.Compute(keys!.Keys[0]));

        var verified = Assert.IsType<JwsReading.Verified>(JwsReader.Read(token, keys, [algorithm], Type));
        Assert.Equal(Payload, Encoding.UTF8.GetString(verified.Payload));
        Assert.Equal(jwk.GetProperty("kid").GetString(), verified.KeyId);

        var end = token.LastIndexOf('.');
        var changed = $"{token[..(end - 2)]}AA{token[end..]}";
        Assert.IsType<JwsReading.Refused>(JwsReader.Read(changed, keys, [algorithm], Type));
        if (secrets == JwkSecrets.Refused)
            AssertWrittenAlike(keys.Keys[0], jwk);
    }

    private static void AssertWrittenAlike(Jwk key, JsonElement jwk)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            key.WritePublic(json);
        Assert.True(JsonElement.DeepEquals(jwk, JsonElement.Parse(stream.ToArray())));
    }
}
