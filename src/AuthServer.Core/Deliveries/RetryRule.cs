using System.Security.Cryptography;

namespace AuthServer.Core.Deliveries;

/// <summary>When to try again, and when not to.</summary>
internal static class RetryRule
{
    /// <summary>So often may a message fail by its own fault: over two hours of attempts.</summary>
    public const int MaxFailures = 16;

    /// <summary>So long is a message without an expiry worth sending.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    /// <summary>The longest pause between two attempts on one message.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>The longest time that a provider is left alone, unless it asked for more.</summary>
    public static readonly TimeSpan LongestSuspension = TimeSpan.FromMinutes(1);

    /// <summary>What a provider may ask for at most.</summary>
    public static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstSuspension = TimeSpan.FromSeconds(1);

    /// <summary>After that many failures of one message.</summary>
    public static TimeSpan Pause(int failures) => Doubled(FirstPause, failures, LongestPause);

    /// <summary>After that many failures of the provider in a row.</summary>
    public static TimeSpan Suspension(int failures) => Doubled(FirstSuspension, failures, LongestSuspension);

    /// <summary>A fifth more or less, so that what failed together does not come back together.</summary>
    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var pause = first * Math.Pow(2, Math.Clamp(times - 1, 0, 20));
        return (pause < longest ? pause : longest) * (0.8 + RandomNumberGenerator.GetInt32(400) / 1000.0);
    }
}
