using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Tests.Jose.Attacks;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Issuing;

/// <summary>Nobody guesses a code.</summary>
public sealed class CodesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Codes _codes;

    public CodesTests()
    {
        var ring = new TestRing();
        _codes = new Codes(new Envelopes(ring), ring);
    }

    [Fact]
    [Spec("RFC 6749", "10.10")]
    public async Task TOK_28_a_million_random_codes_are_none_of_ours()
    {
        var dice = new Dice(28);
        var length = (await WriteAsync()).Length;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(length)];
        for (var i = 0; i < 1_000_000; i++)
        {
            for (var at = 0; at < bytes.Length; at += 8)
                bytes[at] = (byte)dice.Below(256);
            // Half of them know the id of the key.
            if (i % 2 == 0)
                bytes.AsSpan(0, 4).Clear();
            Assert.Null(await _codes.ReadAsync(Base64Url.EncodeToString(bytes), default));
        }
    }

    [Fact]
    public async Task TOK_28_a_million_near_misses_are_none_of_ours()
    {
        var code = await WriteAsync();
        var good = Base64Url.DecodeFromChars(code);
        var tries = Enumerable.Range(0, Environment.ProcessorCount).Select(part => Task.Run(async () =>
        {
            var (dice, accepted) = (new Dice((ulong)(part + 1)), 0);
            var bytes = (byte[])good.Clone();
            for (var i = part; i < 1_000_000; i += Environment.ProcessorCount)
            {
                // One bit anywhere, or one byte; each try differs from the good code.
                var at = dice.Below(bytes.Length);
                bytes[at] ^= (byte)(i % 3 == 0 ? 1 + dice.Below(255) : 1 << dice.Below(8));
                accepted += await _codes.ReadAsync(Base64Url.EncodeToString(bytes), default) is null ? 0 : 1;
                bytes[at] = good[at];
            }

            return accepted;
        }));

        Assert.All(await Task.WhenAll(tries), accepted => Assert.Equal(0, accepted));
        Assert.NotNull(await _codes.ReadAsync(code, default));
    }

    [Fact]
    public async Task TOK_28_two_codes_of_one_request_share_nothing_that_can_be_foreseen()
    {
        // Of bits that are random, half differ: 24 bytes of nonce are 192, and the rest depends on them.
        var (differing, bits) = (0, 0);
        var last = Base64Url.DecodeFromChars(await WriteAsync());
        var seen = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            var code = await WriteAsync();
            Assert.True(seen.Add(code));
            var next = Base64Url.DecodeFromChars(code);
            for (var at = 4; at < next.Length; at++)
                (differing, bits) = (differing + byte.PopCount((byte)(next[at] ^ last[at])), bits + 8);
            last = next;
        }

        Assert.InRange((double)differing / bits, 0.495, 0.505); // some twenty standard deviations
        Assert.True(bits / 2000 >= 8 * (24 + 16));
    }

    private ValueTask<string> WriteAsync() => _codes.WriteAsync(
        new IssuedCode
        {
            AuthorizationId = new Guid(RandomNumberGenerator.GetBytes(16)),
            ClientId = "web",
            RedirectUri = "https://app.example/cb",
            UserId = new Guid("5f8f4a9e-6b5c-4d2a-9f0e-1c2d3e4f5a6b"),
            SessionId = new Guid("6f8f4a9e-6b5c-4d2a-9f0e-1c2d3e4f5a6b"),
            Scopes = ScopeSet.Of(["openid", "offline_access"]),
            AuthTime = Now,
            ExpiresAt = Now.AddMinutes(1),
        },
        default);
}
