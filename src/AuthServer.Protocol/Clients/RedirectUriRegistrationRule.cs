using System.Buffers;

namespace AuthServer.Protocol.Clients;

/// <summary>
/// What may be registered as a redirect URI. Comparison later is of bytes (RFC 9700 §2.1), so nothing here is
/// normalised: what could be read in two ways is refused.
/// </summary>
public static class RedirectUriRegistrationRule
{
    /// <summary>Longest address, in characters. Chosen: browsers take no less.</summary>
    public const int MaxLength = 2000;

    private static readonly SearchValues<char> Unwanted = SearchValues.Create("\"<>\\^`{|}*");

    // A browser runs or opens these itself.
    private static readonly string[] Dangerous =
        ["javascript", "data", "vbscript", "file", "about", "blob", "filesystem", "view-source", "ws", "wss", "ftp"];

    // What the response adds: a second one in the address would speak for the server (RFC 6749 §4.1.2, RFC 9207).
    private static readonly string[] OfTheResponse =
    [
        "code", "state", "iss", "error", "error_description", "error_uri", "response", "session_state", "id_token",
        "access_token", "token_type", "expires_in",
    ];

    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Judges an address.</summary>
    /// <returns>What is wrong with it; null when it may be registered.</returns>
    public static string? Judge(string uri)
    {
        if (uri.Length is 0 or > MaxLength)
            return $"must have 1 to {MaxLength} characters";
        // RFC 3986 §2 in effect: anything else is encoded. A "*" is allowed there, but nobody means it as a letter.
        if (uri.AsSpan().ContainsAnyExceptInRange('!', '~') || uri.AsSpan().ContainsAny(Unwanted))
            return "holds a character that may not stand in an address";
        if (uri.Contains('#', StringComparison.Ordinal))
            return "must not have a fragment (RFC 6749 section 3.1.2)";

        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon <= 0 ? "" : uri[..colon].ToLowerInvariant();
        if (!IsScheme(scheme))
            return "must be an absolute URI";
        if (Dangerous.Contains(scheme))
            return $"must not use the scheme '{scheme}'";

        return JudgePlace(scheme, uri[(colon + 1)..]) ?? JudgeQuery(uri);
    }

    /// <summary>Whether the address is on the user's own machine, where plain http harms nobody.</summary>
    public static bool IsLoopback(Uri uri) => LoopbackHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);

    private static string? JudgePlace(string scheme, string rest)
    {
        if (scheme is not ("http" or "https"))
        {
            return scheme.Contains('.', StringComparison.Ordinal)
                ? null
                : "must use https, or a private scheme with a dot such as com.example.app (RFC 8252 section 7.1)";
        }

        var authority = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..].Split('/', '?')[0] : "";
        if (authority.Length == 0 || !Uri.TryCreate($"{scheme}:{rest}", UriKind.Absolute, out var parsed))
            return "must have a host";
        if (authority.Contains('@', StringComparison.Ordinal))
            return "must not hold a user name";
        if (!IsHost(authority, parsed))
            return "must have a plain host name";
        return scheme == "http" && !IsLoopback(parsed)
            ? "must use https; plain http is for localhost, 127.0.0.1 and [::1]"
            : null;
    }

    // What the parser makes of the host must be what stands there: 2130706433 is 127.0.0.1 to a browser.
    private static bool IsHost(string authority, Uri parsed)
    {
        var end = authority.LastIndexOf(':');
        var host = end > authority.LastIndexOf(']') ? authority[..end] : authority;
        return string.Equals(host, parsed.Host, StringComparison.OrdinalIgnoreCase)
            && !host.EndsWith('.')
            && !host.Contains('%', StringComparison.Ordinal);
    }

    private static string? JudgeQuery(string uri)
    {
        var query = uri.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;
        var names = uri[(query + 1)..].Split('&').Select(p => Uri.UnescapeDataString(p.Split('=')[0]));
        return names.FirstOrDefault(n => OfTheResponse.Contains(n, StringComparer.OrdinalIgnoreCase)) is { } name
            ? $"must not hold the response's own parameter '{name}'"
            : null;
    }

    private static bool IsScheme(string scheme) =>
        scheme.Length > 0 && char.IsAsciiLetter(scheme[0])
        && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
}
