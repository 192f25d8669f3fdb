namespace AuthServer.Core.Otp;

/// <summary>A code that was just made; it is nowhere else in clear.</summary>
/// <param name="Code">Digits.</param>
/// <param name="LinkToken">For a link that does the same; 32 random bytes in base64url.</param>
/// <param name="ExpiresAt">Of the code; the link lives a few minutes longer.</param>
public sealed record FreshCode(string Code, string LinkToken, DateTimeOffset ExpiresAt)
{
    /// <summary>Redacted.</summary>
    public override string ToString() => "[code]";
}
