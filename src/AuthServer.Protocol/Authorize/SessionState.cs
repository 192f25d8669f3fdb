using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Protocol.Authorize;

/// <summary><c>session_state</c> (OIDC Session Management §2): by it our frame in the client's page tells whether the person
/// at this browser is still the same.</summary>
public static class SessionState
{
    /// <summary>A salted hash of client, origin and state, <c>hash.salt</c>, both base64url.</summary>
    /// <param name="redirectUri">Whose origin is the one that will ask.</param>
    /// <param name="browserState">What changes when somebody signs in or out.</param>
    /// <returns>Null: pages at the address have no origin, such as those of an app's own scheme.</returns>
    public static string? For(string clientId, string redirectUri, string browserState)
    {
        if (OriginOf(redirectUri) is not { } origin)
            return null;
        var salt = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        // check-session.js does the same.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{clientId} {origin} {browserState} {salt}"));
        return $"{Base64Url.EncodeToString(hash)}.{salt}";
    }

    /// <summary>As browsers write it (RFC 6454 §6.2).</summary>
    private static string? OriginOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return null;
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return $"{url.Scheme}://{host.ToLowerInvariant()}{(url.IsDefaultPort ? "" : $":{url.Port}")}";
    }
}
