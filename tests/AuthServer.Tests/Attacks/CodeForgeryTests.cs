using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using AuthServer.Protocol.Issuing;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Codes are sealed: nobody else makes one, and none is read in more than one spelling.</summary>
[Collection(TokenServer.Name)]
public sealed class CodeForgeryTests(StandardServer server)
{
    [Fact]
    [Spec("RFC 6749", "10.10")]
    public async Task TOK_04_any_edit_of_a_code_is_refused()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var (code, other) = (await ada.CodeAsync("trusted"), await ada.CodeAsync("other"));
        var bytes = Base64Url.DecodeFromChars(code);
        for (var at = 0; at < bytes.Length; at += at < 32 ? 1 : 7)
        {
            var edited = (byte[])bytes.Clone();
            edited[at] ^= (byte)(1 << (at % 8));
            Outcome.T400(await desk.RedeemAsync("trusted", Base64Url.EncodeToString(edited)), "invalid_grant");
        }

        // The first six characters hold the key's id, which the two have in common.
        foreach (var cut in new[] { 12, 40, code.Length / 2, code.Length - 22 })
            Outcome.T400(await desk.RedeemAsync("trusted", other[..cut] + code[cut..]), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    private static readonly Dictionary<string, Func<string, string>> Spellings = new()
    {
        ["one shorter"] = c => c[..^1],
        ["first gone"] = c => c[1..],
        ["four shorter"] = c => c[..^4],
        ["one longer"] = c => c + "A",
        ["four longer"] = c => c + "AAAA",
        ["padded"] = c => c + "=",
        ["padded to four"] = c => c + new string('=', (4 - (c.Length % 4)) % 4 is var n and > 0 ? n : 4),
        ["space before"] = c => " " + c,
        ["space after"] = c => c + " ",
        ["line break inside"] = c => c.Insert(20, "\n"),
        ["twice"] = c => c + c,
        ["upper case"] = c => c.ToUpperInvariant(),
        ["lower case"] = c => c.ToLowerInvariant(),
        ["one letter's case"] = FlipOneCase,
        ["last unused bits"] = FlipUnusedBits,
        ["classic alphabet"] = c => c.AsSpan().ContainsAny('-', '_') ? c.Replace('-', '+').Replace('_', '/') : c + "+",
        ["as long as a handle"] = c => c[..Codes.HandleLength],
    };

    public static TheoryData<string> SpellingNames => [.. Spellings.Keys];

    [Theory]
    [MemberData(nameof(SpellingNames))]
    public async Task TOK_09_code_in_any_other_spelling_is_refused(string how)
    {
        var spell = Spellings[how];
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        // A length that leaves bits of the last character unused.
        var code = await ada.CodeAsync("trusted");
        for (var nonce = "n"; code.Length % 4 == 0; nonce += "n")
            code = await ada.CodeAsync("trusted", ("nonce", nonce));
        Assert.NotEqual(code, spell(code));
        Outcome.T400(await desk.RedeemAsync("trusted", spell(code)), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    [Fact]
    public async Task TOK_18_a_token_of_one_kind_is_never_taken_for_another()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        foreach (var client in new[] { "trusted", "opaque" })
        {
            var code = await ada.CodeAsync(client);
            Outcome.T400(await desk.RefreshAsync(client, code), "invalid_grant");
            var tokens = await desk.RedeemAsync(client, code);
            Assert.Equal(HttpStatusCode.OK, tokens.Status);
            foreach (var kind in new[] { "access_token", "id_token" })
            {
                Outcome.T400(await desk.RedeemAsync(client, tokens[kind]!), "invalid_grant");
                Outcome.T400(await desk.RefreshAsync(client, tokens[kind]!), "invalid_grant");
            }

            Outcome.T400(await desk.RedeemAsync(client, tokens["refresh_token"]!), "invalid_grant");
            Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync(client, tokens["refresh_token"]!)).Status);
        }
    }

    [Fact]
    public async Task RTK_13_code_too_long_to_travel_is_worth_nothing_to_who_reads_the_database()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var handle = await ada.CodeAsync("trusted", ("nonce", new string('n', 2000)));
        Assert.Equal(Codes.HandleLength, handle.Length);
        var stored = await server.ScalarAsync<string>("SELECT code FROM long_codes ORDER BY expires_at DESC LIMIT 1");
        Outcome.T400(await desk.RedeemAsync("trusted", stored), "invalid_grant");
        Outcome.T400(await desk.RedeemAsync("trusted", handle[..^1] + (handle[^1] == 'A' ? 'B' : 'A')), "invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", handle)).Status);
        Outcome.T400(await desk.RedeemAsync("trusted", handle), "invalid_grant");
    }

    [Fact]
    public async Task TOK_29_how_a_code_is_wrong_does_not_show_in_the_time()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("trusted");
        var unknown = FlipOneCase(code);
        var times = new Dictionary<string, List<double>> { ["unknown"] = [], ["another's"] = [] };
        for (var i = 0; i < 120; i++)
        {
            times["unknown"].Add(await TimeAsync(() => desk.RedeemAsync("other", unknown)));
            times["another's"].Add(await TimeAsync(() => desk.RedeemAsync("other", code)));
        }

        // Medians, and a limit that a busy machine keeps; a slow hash on one of the two ways would break it.
        Assert.InRange(Math.Abs(Median(times["unknown"]) - Median(times["another's"])), 0, 25);
        Assert.Equal(HttpStatusCode.OK, (await desk.RedeemAsync("trusted", code)).Status);
    }

    private static async Task<double> TimeAsync(Func<Task<Reply>> call)
    {
        var watch = Stopwatch.StartNew();
        Outcome.T400(await call(), "invalid_grant");
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string FlipOneCase(string code)
    {
        var at = code.AsSpan().IndexOfAnyInRange('a', 'z');
        return code[..at] + char.ToUpperInvariant(code[at]) + code[(at + 1)..];
    }

    /// <summary>The same bytes to a reader that does not look.</summary>
    private static string FlipUnusedBits(string code)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return code[..^1] + alphabet[alphabet.IndexOf(code[^1], StringComparison.Ordinal) ^ 1];
    }
}
