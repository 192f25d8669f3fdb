namespace AuthServer.Core.SignIn;

/// <summary>A person who is signed in and wants another password.</summary>
/// <param name="Current">As typed.</param>
/// <param name="Wanted">As typed.</param>
/// <param name="Locale">Of the request.</param>
public sealed record PasswordChange(Guid UserId, string? Current, string? Wanted, string? Locale)
{
    /// <inheritdoc/>
    public override string ToString() => $"[password change of {UserId}]";
}
