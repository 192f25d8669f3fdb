namespace AuthServer.Core.SignIn;

/// <summary>What a right code is exchanged for: lets its bearer choose a new password, once.</summary>
public sealed record ResetToken(string Token, TimeSpan ExpiresIn)
{
    /// <summary>Redacted.</summary>
    public override string ToString() => "[reset token]";
}
