using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Credentials;

/// <summary>The section <c>Password</c>: what a new password must be, and what hashing one costs.</summary>
public sealed class PasswordPolicy
{
    /// <summary>Where it stands in the configuration.</summary>
    public const string Section = "Password";

    /// <summary>Longest password that is looked at, in characters. Longer ones are refused, never cut.</summary>
    public const int MaxLength = 1024;

    /// <summary>Characters. Default 8.</summary>
    public int MinLength { get; set; } = 8;

    /// <summary>Default true.</summary>
    public bool RequireUppercase { get; set; } = true;

    /// <summary>Default true.</summary>
    public bool RequireDigit { get; set; } = true;

    /// <summary>Whether well-known passwords are refused. Default true.</summary>
    public bool BlockCommon { get; set; } = true;

    /// <summary>
    /// Rounds of PBKDF2-HMAC-SHA512. Default 210000; an older hash of fewer is replaced at the next sign-in.
    /// </summary>
    public int Iterations { get; set; } = 210_000;

    /// <summary>
    /// How many hashes are computed at once; the other cores stay free for tokens. Default: half of them.
    /// </summary>
    public int Lanes { get; set; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>
    /// How many may wait for a lane, each; the next is told to try again. Default 40: some four seconds.
    /// </summary>
    public int Waiting { get; set; } = 40;

    /// <summary>
    /// Nobody is let in who would wait for a lane for longer, as things go. Default 5 s; when things went otherwise, whoever
    /// was let in waits for twice that.
    /// </summary>
    public Duration LongestWait { get; set; } = Duration.Seconds(5);
}
