using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Credentials;

/// <summary>The section <c>Lockout</c>: how many wrong passwords an address may hear of.</summary>
public sealed class LockoutOptions
{
    /// <summary>Where it stands in the configuration.</summary>
    public const string Section = "Lockout";

    /// <summary>Wrong passwords in a row that lock an address. Default 5; 1 to 100.</summary>
    public int Threshold { get; set; } = 5;

    /// <summary>How long it stays locked. Default 15 min.</summary>
    public Duration Duration { get; set; } = Duration.Minutes(15);
}
