namespace AuthServer.Core.Clients;

/// <summary>Stand-in with the shape of the real one.</summary>
public sealed class BrandingStore
{
    public Branding Current { get; set; } = new();

    public ValueTask<Branding> GetAsync(CancellationToken ct) => ValueTask.FromResult(Current);
}

public sealed record Branding
{
    public string Name { get; init; } = "AuthServer";

    public string? LogoUri { get; init; }

    public string? AccentColor { get; init; }

    public string? SupportUri { get; init; }
}
