using System.Text;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class LimitAttacks
{
    private static readonly JwkSet Keys = Forge.Keys(Forge.Members(Forge.P256));

    public static TheoryData<string> HugeTokens => ["dots", "header", "payload", "signature"];

    [Theory]
    [MemberData(nameof(HugeTokens))]
    public void JOS_24_huge_token_is_refused_by_length_before_it_is_split(string kind)
    {
        var token = kind switch
        {
            "dots" => new string('.', 1_000_000),
            "header" => Forge.Token($$"""{"alg":"ES256","x":"{{new string('a', 100_000)}}"}""", Forge.Es256),
            "payload" => Forge.Token("""{"alg":"ES256"}""", Forge.Es256, new string(' ', 1_000_000)),
            _ => Forge.Token("""{"alg":"ES256"}""", _ => new byte[1_000_000]),
        };
        Outcome.IsRefused(Forge.Read(token, Keys), "longer than"); // warm

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = Forge.Read(token, Keys);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024);
        Outcome.IsRefused(reading, "longer than");
    }

    [Fact]
    public void JOS_24_limit_is_exact()
    {
        var space = JwsReader.MaxLength - Forge.Token("""{"alg":"HS256"}""", Forge.Hs256, "").Length;
        var keys = Forge.Keys(Forge.Members(Forge.Secret));

        string Filled(int bytes) => Forge.Token("""{"alg":"HS256"}""", Forge.Hs256, new string(' ', bytes));

        Assert.IsType<JwsReading.Verified>(Forge.Read(Filled(space / 4 * 3), keys));
        Outcome.IsRefused(Forge.Read(Filled((space / 4 * 3) + 6), keys), "longer than");
    }

    [Fact]
    public void JOS_15_set_of_ten_thousand_keys_is_refused_by_count()
    {
        var one = $$"""{{{Forge.Members(Forge.P256)}}}""";
        string Many(int count) => $$"""{"keys":[{{string.Join(',', Enumerable.Repeat(one, count))}}]}""";

        Assert.Equal(100, JwkSet.TryParse(Forge.Json(Many(100)), out _)!.Keys.Count);
        Assert.Null(JwkSet.TryParse(Forge.Json(Many(101)), out _));

        var huge = Forge.Json(Many(10_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(JwkSet.TryParse(huge, out var reason));
        Assert.Equal("more than 100 keys", reason);
        // Refused by count: no key of it was made.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void JOS_15_document_of_fifty_megabytes_is_refused_by_length()
    {
        var document = new byte[50_000_000];
        document.AsSpan().Fill((byte)' ');
        "{\"keys\":[]}"u8.CopyTo(document);

        Assert.NotNull(JwkSet.TryParse(document.AsSpan(0, JwkSet.MaxBytes), JwkSecrets.Refused, out _));
        Assert.Null(JwkSet.TryParse(document.AsSpan(0, JwkSet.MaxBytes + 1), JwkSecrets.Refused, out _));
        Assert.Null(JwkSet.TryParse(document, JwkSecrets.Refused, out var reason));
        Assert.StartsWith("longer than", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(9, false)]
    [InlineData(1000, false)]
    [InlineData(100_000, false)]
    public void JOS_15_document_that_nests_is_refused_by_depth(int depth, bool taken)
    {
        var nested = $$"""{"keys":[],"x":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        Assert.Equal(taken, JwkSet.TryParse(Encoding.UTF8.GetBytes(nested), JwkSecrets.Refused, out _) is not null);
        Assert.Equal(depth < 16, JwtClaims.TryRead(Encoding.UTF8.GetBytes(nested), out _) is not null);
    }
}
