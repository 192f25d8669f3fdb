using System.Globalization;
using System.Text.RegularExpressions;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Tests.Jose.Attacks;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Authorize;

/// <summary>The comparison itself; over HTTP it is tested as the attacks that it must resist.</summary>
public sealed partial class RedirectUriRuleTests
{
    private const string Alphabet = "abczABCZ019:/?#[]@!$&'()*+,;=-._~%\\ \t\r\n\0\"<>|^`{}é。\u2028\ud800";

    private static readonly string[] OfWeb =
        ["https://client.example/cb", "https://client.example", "https://foo.example.com/a/b?tenant=1", "com.example.app:/cb"];

    private static readonly string[] OfNative =
        ["http://127.0.0.1/cb", "http://[::1]:5000/cb", "http://localhost/cb", "https://client.example/cb", "com.example.app:/cb"];

    private static readonly string[] Splices =
    [
        ":443", ":80", ":0", ":65535", ":65536", ":00080", ":", "/", "//", "/../", "..;/", "%2e%2e", "%252e", "?", "#", "@evil.example", ".evil.example",
        "evil", "\\", "%00", "%0d%0a", "%2F", "*", ".*", "http://", "https://", "HTTPS://", "127.0.0.1", "127.1", "2130706433",
        "[::1]", "[::ffff:127.0.0.1]", "localhost", ".", "?x=1", "&code=1", "xn--", "javascript:", ":53211",
    ];

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:53211/cb", true)]
    [InlineData("http://127.0.0.1:8080/cb", "http://127.0.0.1/cb", true)]
    [InlineData("http://[::1]/cb", "http://[::1]:65535/cb", true)]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:1", true)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:080/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1@evil.example/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/CB", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:1/cb/", false)]
    [InlineData("http://127.0.0.1/cb", "https://127.0.0.1:1/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://[::1]:1/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:1/cb", false)]
    [Spec("RFC 8252", "7.3")]
    public void Native_client_may_vary_the_port_of_its_loopback_address_and_nothing_else(string registered, string sent, bool allowed)
    {
        Assert.Equal(allowed, RedirectUriRule.Allows(Client(true, registered), sent));
        Assert.False(RedirectUriRule.Allows(Client(false, registered), sent));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Spec("RFC 9700", "2.1")]
    public void RDR_35_of_a_million_changed_addresses_only_registered_ones_pass(bool native)
    {
        var registered = native ? OfNative : OfWeb;
        var client = Client(native, registered);
        var portless = registered.Select(WithoutPort).OfType<string>().ToHashSet();
        var dice = new Dice(0x5eed + (native ? 1u : 0u));
        var accepted = 0;
        for (var i = 0; i < 500_000; i++)
        {
            var sent = Changed(dice, dice.Of(registered));
            var expected = registered.Contains(sent) || (native && WithoutPort(sent) is { } bare && portless.Contains(bare));
            if (RedirectUriRule.Allows(client, sent) != expected)
                Assert.Fail($"{(expected ? "refused" : "accepted")}: {sent}");
            accepted += expected ? 1 : 0;
        }

        Assert.InRange(accepted, 50_000, 450_000); // or one side was hardly tried
    }

    [Theory]
    [InlineData(8 * 1024)]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024)]
    public void RDR_22_long_address_costs_next_to_nothing(int length)
    {
        var client = Client(true, OfNative);
        Assert.False(RedirectUriRule.Allows(client, "http://127.0.0.1:" + new string('9', length))); // warm
        // Counted in memory, not in time: what walks the address again and again also copies it.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(RedirectUriRule.Allows(client, "http://127.0.0.1:" + new string('9', length)));
            Assert.False(RedirectUriRule.Allows(client, "http://127.0.0.1:1/cb" + new string('/', length)));
            Assert.False(RedirectUriRule.Allows(client, "https://client.example/" + new string('%', length)));
        }

        // Thirty addresses: two copies each that this loop makes, and at most two that the rule may.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (30 * 4 * 2L * length) + 100_000);
    }

    private static Client Client(bool native, params string[] redirectUris) =>
        new() { Id = "c", Name = "c", IsNative = native, RedirectUris = redirectUris };

    private static string Changed(Dice dice, string uri)
    {
        for (var changes = dice.Below(4); changes > 0; changes--)
        {
            var at = dice.Below(uri.Length + 1);
            var rest = Math.Min(at + 1, uri.Length);
            uri = dice.Below(7) switch
            {
                0 => uri[..at] + Alphabet[dice.Below(Alphabet.Length)] + uri[at..],
                1 => uri[..at] + Alphabet[dice.Below(Alphabet.Length)] + uri[rest..],
                2 => uri[..at] + uri[rest..],
                3 => uri[..at] + dice.Of(Splices) + uri[at..],
                4 => uri[..at] + uri[at..rest].ToUpperInvariant() + uri[rest..],
                5 when at < uri.Length => $"{uri[..at]}%{(int)uri[at] & 0xff:x2}{uri[rest..]}",
                _ => Host().Replace(uri, "$1:" + dice.Below(70_000).ToString(CultureInfo.InvariantCulture), 1),
            };
        }

        return uri;
    }

    /// <summary>The same rule, told another way.</summary>
    private static string? WithoutPort(string uri)
    {
        var match = LoopbackAddress().Match(uri);
        return match.Success && (!match.Groups["port"].Success || int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture) <= 65535)
            ? match.Groups["host"].Value + match.Groups["path"].Value
            : null;
    }

    [GeneratedRegex(@"^(?<host>http://(?:127\.0\.0\.1|\[::1\]))(?::(?<port>[1-9][0-9]{0,4}))?(?<path>(?:/.*)?)\z", RegexOptions.Singleline)]
    private static partial Regex LoopbackAddress();

    [GeneratedRegex(@"^(http://[^/:]+|http://\[::1\])(?::\d+)?")]
    private static partial Regex Host();
}
