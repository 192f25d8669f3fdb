using System.Diagnostics.Metrics;

namespace AuthServer.Core.Data;

/// <summary>
/// What is counted here, on one meter; each room has its instruments in one file, <c>Counts</c>. Counting costs no
/// allocation, and no tag holds what a person or a client made up: tags are words of ours, each from a short list.
/// </summary>
public static class Metering
{
    /// <summary>The meter's name.</summary>
    public const string Name = "AuthServer";

    /// <summary>The meter.</summary>
    public static Meter Meter { get; } = new(Name);
}
