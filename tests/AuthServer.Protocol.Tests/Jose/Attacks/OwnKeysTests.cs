using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

/// <summary>What we sign, and what we show to check it with.</summary>
public sealed class OwnKeysTests
{
    private static readonly SigningKey[] Keys =
        [.. JwsAlgorithms.Signing.Select(algorithm => SigningKey.Create("k-" + algorithm, algorithm))];

    [Fact]
    public void JOS_33_published_set_shows_public_members_alone()
    {
        var published = Write(JwkSet.Of(Keys)).GetProperty("keys").EnumerateArray().ToArray();

        Assert.Equal(Keys.Length, published.Length);
        Assert.Equal(published.Length, published.DistinctBy(key => key.GetProperty("kid").GetString()).Count());
        Assert.All(published.Zip(Keys), pair =>
        {
            var (json, key) = pair;
            string[] numbers = key.Algorithm == "ES256" ? ["crv", "x", "y"] : ["e", "n"];
            Assert.Equal(
                [.. numbers.Concat(["alg", "kid", "kty", "use"]).Order()],
                json.EnumerateObject().Select(member => member.Name).Order().ToArray());
            Assert.Equal("sig", json.GetProperty("use").GetString());
            Assert.Equal(key.Algorithm, json.GetProperty("alg").GetString());
            if (key.Algorithm != "ES256")
                Assert.True(Base64Url.DecodeFromChars(json.GetProperty("n").GetString()).Length * 8 >= 2048);
        });
        Assert.NotNull(JwkSet.TryParse(Write(JwkSet.Of(Keys)), out _)); // it passes what we ask of a client's set
    }

    [Fact]
    public void JOS_33_own_keys_with_one_id_or_secrets_are_never_published()
    {
        using var twin = SigningKey.Create(Keys[0].Id, "ES256");
        var secret = Forge.Keys(Forge.Members(Forge.Secret));

        Assert.Throws<ArgumentException>(() => JwkSet.Of([.. Keys, twin]));
        Assert.Throws<InvalidOperationException>(() => Write(secret));
        Assert.False(JwkSet.Of(Keys).Keys[0].HasPrivate);
    }

    [Fact]
    public void JOS_33_key_taken_up_again_is_the_same_key() =>
        Assert.All(Keys, key =>
        {
            using var again = SigningKey.Import(key.Id, key.Algorithm, key.ExportPkcs8());
            Assert.Equal(JwkThumbprint.Compute(Jwk.Of(key)), JwkThumbprint.Compute(Jwk.Of(again)));
            Assert.IsType<JwsReading.Verified>(
                JwsReader.Read(JwsWriter.Write(again, "JWT", "{}"u8), JwkSet.Of([key]), [key.Algorithm], "JWT"));
        });

    [Fact]
    public void Token_of_ours_is_verified_and_says_how() =>
        Assert.All(Keys, key =>
        {
            var token = JwsWriter.Write(key, "at+jwt", "{\"sub\":\"ada\"}"u8);

            Outcome.IsVerified(JwsReader.Read(token, JwkSet.Of(Keys), [key.Algorithm], "at+jwt"));
            var header = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0]));
            Assert.Equal($$"""{"alg":"{{key.Algorithm}}","kid":"{{key.Id}}","typ":"at+jwt"}""", header);
        });

    [Fact]
    public void Token_of_any_length_is_written_whole()
    {
        foreach (var length in (int[])[0, 1, 2, 3, 255, 256, 1000, 20_000])
        {
            var payload = Enumerable.Repeat((byte)'a', length).ToArray();
            var verified = Assert.IsType<JwsReading.Verified>(
                JwsReader.Read(JwsWriter.Write(Keys[1], "JWT", payload), JwkSet.Of(Keys), ["ES256"], "JWT"));
            Assert.Equal(payload, verified.Payload);
        }
    }

    [Fact]
    public void JOS_34_ten_thousand_signatures_never_repeat_a_nonce()
    {
        using var key = SigningKey.Create("nonces", "ES256");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lowHalf = 0;
        for (var i = 0; i < 10_000; i++)
        {
            // One payload throughout: a nonce derived from it alone would show at once.
            var token = JwsWriter.Write(key, "JWT", "{}"u8);
            var signature = Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1));
            Assert.True(seen.Add(Convert.ToHexString(signature.AsSpan(0, 32))), "r repeats");
            lowHalf += signature[0] < 128 ? 1 : 0;
        }

        Assert.InRange(lowHalf, 4_500, 5_500); // ten standard deviations: a stuck bit, not bad luck
    }

    [Fact]
    public void Writing_allocates_nothing_but_the_signature_and_the_token()
    {
        var (key, payload) = (Keys[1], new byte[600]);
        var signature = new byte[key.SignatureLength];
        var length = JwsWriter.Write(key, "at+jwt", payload).Length;

        var bare = Allocated(() => key.Sign(payload, signature));
        var whole = Allocated(() => JwsWriter.Write(key, "at+jwt", payload));

        Assert.InRange(whole - bare, 0, 50 * ((2 * length) + 48));
    }

    [Fact]
    public async Task One_key_serves_many_threads()
    {
        var keys = JwkSet.Of(Keys);
        await Parallel.ForAsync(0, 2_000, (i, _) =>
        {
            var key = Keys[i % Keys.Length];
            Outcome.IsVerified(JwsReader.Read(
                JwsWriter.Write(key, "JWT", "{\"sub\":\"ada\"}"u8), keys, [key.Algorithm], "JWT"));
            return ValueTask.CompletedTask;
        });
    }

    private static long Allocated(Action work)
    {
        for (var i = 0; i < 50; i++)
            work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static JsonElement Write(JwkSet keys)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            keys.Write(json);
        return JsonElement.Parse(stream.ToArray());
    }
}
