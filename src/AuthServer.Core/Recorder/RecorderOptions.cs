using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Recorder;

/// <summary>The section <c>Recorder</c>.</summary>
public sealed class RecorderOptions
{
    /// <summary>Where it stands in the configuration.</summary>
    public const string Section = "Recorder";

    /// <summary>Whether attempts are kept. Each has its id all the same. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long one is kept, up to a year. Default 7 days.</summary>
    public Duration Retention { get; set; } = Duration.Days(7);

    /// <summary>How many are kept; of more the oldest go. Default 200,000: some 300 MB.</summary>
    public int MaxAttempts { get; set; } = 200_000;

    /// <summary>How many a node keeps in a minute. Default 600.</summary>
    public int PerMinute { get; set; } = 600;

    /// <summary>How many of them of one address (IPv6: one /64). Default 60.</summary>
    public int PerSenderPerMinute { get; set; } = 60;

    /// <summary>How many of them in the name of one client. Default 200: whoever floods in its name leaves others room.</summary>
    public int PerClientPerMinute { get; set; } = 200;
}
