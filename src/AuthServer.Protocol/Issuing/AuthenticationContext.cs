namespace AuthServer.Protocol.Issuing;

/// <summary>Values of <c>acr</c> (OIDC Core §2): how much a sign-in proves. A stronger one is also the weaker.</summary>
public static class AuthenticationContext
{
    /// <summary>One factor: a password, or a code sent to an address that is the person's.</summary>
    public const string OneFactor = "1fa";

    /// <summary>Two factors.</summary>
    public const string TwoFactors = "2fa";

    /// <summary>What people can reach here, for the metadata. No sign-in asks for a second factor yet.</summary>
    public static readonly IReadOnlyList<string> Supported = [OneFactor];

    /// <summary>Whether a sign-in by these methods reaches a value.</summary>
    /// <param name="methods">RFC 8176; <c>mfa</c> says that they were more than one factor.</param>
    public static bool Reaches(IReadOnlyList<string> methods, string value) =>
        value == OneFactor || (value == TwoFactors && methods.Contains("mfa"));

    /// <summary>The value to state: the first that was asked for and is reached; else what was reached.</summary>
    public static string Of(IReadOnlyList<string> methods, IReadOnlyList<string> asked) =>
        asked.FirstOrDefault(a => Reaches(methods, a))
        ?? (Reaches(methods, TwoFactors) ? TwoFactors : OneFactor);
}
