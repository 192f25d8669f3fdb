namespace AuthServer.Protocol.Clients;

/// <summary>Which sector a client belongs to: clients of one know a person by one subject (OIDC Core §8.1).</summary>
public static class SectorRule
{
    /// <summary>The host of <c>sector_identifier_uri</c>, else the one host of all redirect URIs; in lower case.</summary>
    /// <returns>Null when there are several, or none.</returns>
    public static string? Find(string? sectorIdentifierUri, IReadOnlyList<string> redirectUris)
    {
        if (sectorIdentifierUri is not null)
            return HostOf(sectorIdentifierUri);
        var hosts = redirectUris.Select(HostOf).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return hosts.Count == 1 ? hosts[0] : null;
    }

    // An app's own scheme has no host.
    private static string? HostOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IdnHost.Length > 0 ? uri.IdnHost.ToLowerInvariant() : null;
}
