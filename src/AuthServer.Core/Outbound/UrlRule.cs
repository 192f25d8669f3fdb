using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace AuthServer.Core.Outbound;

/// <summary>What can be said of an address before any name is looked up.</summary>
internal sealed class UrlRule(OutboundOptions options)
{
    /// <summary>Longest address, in characters. Chosen.</summary>
    public const int MaxLength = 2048;

    private const string NotPublic = "must not lead into a private network";

    private static readonly string[] InnerNames = ["localhost", "local", "internal", "lan", "home.arpa", "localdomain"];

    /// <summary>Judges an address.</summary>
    /// <param name="flaw">What is wrong; set exactly when the answer is false.</param>
    public bool TryRead(string text, [NotNullWhen(true)] out Uri? url, [NotNullWhen(false)] out string? flaw)
    {
        flaw = FlawOf(text, out url);
        return flaw is null;
    }

    private string? FlawOf(string text, out Uri? url)
    {
        url = null;
        // What two readers could read differently is not read: a backslash, a space, a letter that looks like a digit.
        if (text.Length > MaxLength || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
            return "must be an https address";
        if (url.UserInfo.Length > 0 || AuthorityOf(text).Contains('@'))
            return "must not contain a user or password";
        if (url.Scheme == "http" && !options.AllowPrivateNetworks)
            return "must be an https address";
        // Below 1024 other protocols listen, which a posted form might be read as: mail, say.
        if (url.Port is < 1024 and not (80 or 443))
            return "must not name a port of another protocol";
        return FlawOfHost(url);
    }

    private string? FlawOfHost(Uri url)
    {
        var host = HostOf(url);
        if (IPAddress.TryParse(host, out var address)) // also 0x7f.1, 0177.0.0.1 and 2130706433
            return Permits(Addresses.Judge(address), url.Scheme) ? null : NotPublic;
        if (host == "metadata.google.internal")
            return NotPublic;
        return IsInner(host) && !options.AllowPrivateNetworks ? NotPublic : null;
    }

    /// <summary>As it was written: an empty user leaves no trace in a <see cref="Uri"/>.</summary>
    private static ReadOnlySpan<char> AuthorityOf(string text)
    {
        var rest = text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).TrimStart('/');
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>Whether an address of this reach may be called by this scheme: what is public, by https alone.</summary>
    public bool Permits(Reach reach, string scheme) => reach switch
    {
        Reach.Public => scheme == "https",
        Reach.Private => options.AllowPrivateNetworks,
        _ => false,
    };

    /// <summary>In lower case and ASCII, without brackets and without the root's dot.</summary>
    public static string HostOf(Uri url) => url.IdnHost.ToLowerInvariant().TrimEnd('.').Trim('[', ']');

    private static bool IsInner(string host) =>
        !host.Contains('.', StringComparison.Ordinal)
        || Array.Exists(InnerNames, n => host == n || host.EndsWith("." + n, StringComparison.Ordinal));
}
