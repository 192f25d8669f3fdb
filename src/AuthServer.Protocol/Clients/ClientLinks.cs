namespace AuthServer.Protocol.Clients;

/// <summary>Addresses for people; https (or root-relative in declarations), shown and never fetched.</summary>
public sealed record ClientLinks
{
    /// <summary><c>client_uri</c>.</summary>
    public string? Home { get; init; }

    /// <summary><c>logo_uri</c>.</summary>
    public string? Logo { get; init; }

    /// <summary><c>policy_uri</c>.</summary>
    public string? Policy { get; init; }

    /// <summary><c>tos_uri</c>.</summary>
    public string? Terms { get; init; }
}
