using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Otp;

/// <summary>The section <c>Otp</c>.</summary>
public sealed class OtpOptions
{
    /// <summary>Where it stands in the configuration.</summary>
    public const string Section = "Otp";

    /// <summary>Digits of a code, 4 to 8. Default 6.</summary>
    public int Length { get; set; } = 6;

    /// <summary>How long a code lives. Default 10 min.</summary>
    public Duration Lifetime { get; set; } = Duration.Minutes(10);

    /// <summary>Wrong ones in an hour, however many codes were sent; then nothing works. Default 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Between two codes for the same purpose and key. Default 30 s.</summary>
    public Duration ResendCooldown { get; set; } = Duration.Seconds(30);

    /// <summary>Codes in an hour for the same purpose and key. Default 10.</summary>
    public int HourlyCap { get; set; } = 10;
}
