namespace AuthServer.Core.SignIn;

/// <summary>Lets people who forgot their password choose a new one.</summary>
public sealed class Recovery
{
    /// <summary>Sends a code and a link to who has the address; nothing tells whether anybody has.</summary>
    public Task RequestAsync(string? email, string? locale, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Exchanges a code for a token.</summary>
    /// <returns>Null: the code is wrong, used, expired or replaced.</returns>
    public Task<ResetToken?> VerifyAsync(string? email, string? code, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Looks at the token of a link, or of <see cref="VerifyAsync"/>; it stays as it is.</summary>
    /// <returns>The address whose password it changes, as its owner writes it; null: the token is not live.</returns>
    public Task<string?> FindAsync(string? token, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Changes the password, and signs the person out everywhere.</summary>
    /// <param name="token">Of a link, or of <see cref="VerifyAsync"/>.</param>
    public Task<ResetOutcome> ResetAsync(string? token, string? newPassword, string? locale, CancellationToken ct) =>
        throw new NotImplementedException();
}
