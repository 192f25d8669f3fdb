namespace AuthServer.Core.Clients;

/// <summary>How the pages present themselves.</summary>
public sealed record Branding
{
    /// <summary>Default "AuthServer".</summary>
    public string Name { get; init; } = "AuthServer";

    /// <summary>https or root-relative; null: none.</summary>
    public string? LogoUri { get; init; }

    /// <summary><c>#rrggbb</c>; null: the stylesheet's own.</summary>
    public string? AccentColor { get; init; }

    /// <summary>Where people get help; null: nowhere.</summary>
    public string? SupportUri { get; init; }
}
