namespace AuthServer.Core.Clients;

/// <summary>
/// Origins as browsers write them (RFC 6454 §6.2): scheme and host in lower case and ASCII, the port where it is not the
/// scheme's own. So they are compared character by character.
/// </summary>
public static class Origin
{
    /// <summary>That of an address.</summary>
    /// <returns>Null: pages of it have none that could be told apart, such as those of an app's own scheme.</returns>
    public static string? Of(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return null;
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        return $"{url.Scheme}://{host.ToLowerInvariant()}{(url.IsDefaultPort ? "" : $":{url.Port}")}";
    }

    /// <summary>Reads one as people write it: a slash at its end and capitals do no harm, a path does.</summary>
    /// <returns>Null: it is none.</returns>
    public static string? TryParse(string text)
    {
        var isAlone = Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            && !text.Contains('*', StringComparison.Ordinal);
        return isAlone ? Of(text) : null;
    }
}
