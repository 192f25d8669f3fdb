using System.Globalization;

namespace AuthServer.Protocol.Clients;

/// <summary>
/// Whether a redirect URI is one of the client's: a comparison of bytes (RFC 9700 §2.1), no parser decides. The one
/// exception is the port of a native client's loopback address (RFC 8252 §7.3).
/// </summary>
public static class RedirectUriRule
{
    // What may be registered, and a port.
    private const int MaxLength = RedirectUriRegistrationRule.MaxLength + 6;

    private static readonly string[] Loopback = ["http://127.0.0.1", "http://[::1]"];

    /// <summary>True when the address is registered.</summary>
    public static bool Allows(Client client, string redirectUri) =>
        client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal)
        || (client.IsNative && WithoutPort(redirectUri) is { } portless
            && client.RedirectUris.Any(r => WithoutPort(r) == portless));

    /// <summary>A loopback address without its port; null for every other address.</summary>
    private static string? WithoutPort(string uri)
    {
        if (uri.Length > MaxLength)
            return null;
        foreach (var host in Loopback)
        {
            if (!uri.StartsWith(host, StringComparison.Ordinal))
                continue;
            var rest = uri.AsSpan(host.Length);
            if (rest.IsEmpty || rest[0] == '/')
                return uri;
            if (rest[0] != ':')
                return null;
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
            var digits = end < 0 ? rest[1..] : rest.Slice(1, end);
            var path = rest[(1 + digits.Length)..];
            var isPort = digits is [not '0', ..]
                && ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            return isPort && (path.IsEmpty || path[0] == '/') ? $"{host}{path}" : null;
        }

        return null;
    }
}
