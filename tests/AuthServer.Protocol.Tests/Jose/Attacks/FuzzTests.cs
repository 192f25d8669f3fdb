using System.Diagnostics;
using System.Text;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

/// <summary>Small changes to sound input: nothing throws, nothing changed is accepted, nothing takes long.</summary>
public sealed class FuzzTests
{
    private const string Alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0\"{}[]:,\\é\ud800";

    private static readonly string[] Splices =
    [
        "..", "{}", "[]", "null", "\"alg\":\"none\"", "\"alg\":\"HS256\",", "\\u0000", "\\ud800", "1e400", "-1", "eyJ",
        "\"kty\":\"oct\",", "\"crit\":[],", "AAAA", "\"kid\":\"", "/*", "true", "\"d\":\"AA\",", ",,", "}}",
    ];

    private TimeSpan _slowest;

    [Theory]
    [InlineData("HS256", 60_000)]
    [InlineData("ES256", 15_000)]
    [InlineData("RS256", 5_000)]
    public void JOS_36_changed_token_is_refused_whatever_changed(string algorithm, int count)
    {
        var (keys, sign) = algorithm switch
        {
            "HS256" => (Forge.Keys(Forge.Members(Forge.Secret)), (Func<byte[], byte[]>)Forge.Hs256),
            "ES256" => (Forge.Keys(Forge.Members(Forge.P256)), Forge.Es256),
            _ => (Forge.Keys(Forge.Members(Forge.Rsa)), Forge.Rs256),
        };
        var good = Forge.Token($$"""{"alg":"{{algorithm}}","typ":"JWT"}""", sign);
        Outcome.IsVerified(Forge.Read(good, keys));

        Run(count, good, changed => Assert.True(
            changed == good || Timed(() => Forge.Read(changed, keys)) is JwsReading.Refused, changed));
    }

    [Fact]
    public void JOS_36_changed_header_under_a_right_signature_never_throws_nor_changes_the_algorithm()
    {
        var keys = Forge.Keys(Forge.Members(Forge.Secret) + ",\"kid\":\"a\"");
        Run(30_000, """{"alg":"HS256","kid":"a","typ":"JWT","x":[{"y":"\u00e9"}]}""", header =>
        {
            var reading = Timed(() => Forge.Read(Forge.Token(header, Forge.Hs256), keys));
            Assert.True(reading is JwsReading.Refused or JwsReading.Verified { Algorithm: "HS256" }, header);
        });
    }

    [Fact]
    public void JOS_36_changed_claims_never_throw()
    {
        const string Claims =
            """{"iss":"i","sub":"s","aud":["a","b"],"exp":1800000000,"nbf":1,"x":{"y":[1.5,"\ud83d\ude00"]}}""";
        Run(30_000, Claims, json => Timed(() =>
        {
            var claims = JwtClaims.TryRead(Encoding.UTF8.GetBytes(json), out var reason);
            Assert.Equal(claims is null, reason is not null);
            return (claims?.Find("iss"), claims?.Find("x"), claims?.RefuseAt(default, default));
        }));
    }

    [Fact]
    public void JOS_36_changed_key_set_never_throws()
    {
        var set = Encoding.UTF8.GetString(Forge.Set(
            Forge.Members(Forge.P256) + ",\"kid\":\"a\",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"alg\":\"ES256\"",
            Forge.Members(Forge.Rsa) + ",\"kid\":\"b\""));
        Run(15_000, set, json => Timed(() =>
        {
            var keys = JwkSet.TryParse(Encoding.UTF8.GetBytes(json), JwkSecrets.Refused, out var reason);
            Assert.Equal(keys is null, reason is not null);
            Assert.All(keys?.Keys ?? [], key => Assert.False(key.HasPrivate));
            return keys;
        }));
    }

    private void Run(int count, string good, Action<string> judge)
    {
        var dice = new Dice(0x9E3779B97F4A7C15);
        for (var i = 0; i < count; i++)
            judge(Change(good, dice));

        // Far above what any input takes.
        Assert.True(_slowest < TimeSpan.FromSeconds(2), $"slowest input: {_slowest}");
    }

    private T Timed<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        var taken = Stopwatch.GetElapsedTime(start);
        // A stall of the machine does not come back; an input that is slow is slow each time.
        for (var again = 0; again < 5 && taken > TimeSpan.FromMilliseconds(100); again++)
        {
            start = Stopwatch.GetTimestamp();
            work();
            taken = Stopwatch.GetElapsedTime(start) is var retaken && retaken < taken ? retaken : taken;
        }

        _slowest = taken > _slowest ? taken : _slowest;
        return result;
    }

    private static string Change(string text, Dice dice)
    {
        for (var left = 1 + dice.Below(3); left > 0; left--)
            text = ChangeOnce(text, dice);
        return text;
    }

    private static string ChangeOnce(string text, Dice dice)
    {
        if (text.Length == 0)
            return dice.Of(Splices);

        var at = dice.Below(text.Length);
        var length = Math.Min(1 + dice.Below(12), text.Length - at);
        return dice.Below(7) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text.Insert(at, dice.Of(Splices)),
            3 => text[..at],
            4 => text[at..] + text[..at],
            5 => text.Remove(at, length).Insert(dice.Below(text.Length - length + 1), text.Substring(at, length)),
            _ => text.Remove(at, 1).Insert(at, Alphabet[dice.Below(Alphabet.Length)].ToString()),
        };
    }
}
