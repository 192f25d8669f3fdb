using AuthServer.Core.Clients;
using AuthServer.Core.Credentials;

namespace AuthServer.Core.SignIn;

/// <summary>Judges and hashes what a person wants as a password.</summary>
public sealed class NewPasswords(PasswordRules rules, PasswordHashing hashing, BrandingStore branding)
{
    /// <summary>Judges; what others know of the person, or of us, must not be what it is made of.</summary>
    /// <returns>Why it is refused; empty: it is not.</returns>
    public async Task<IReadOnlyList<Users.Complaint>> JudgeAsync(
        string? password, string? email, string? name, CancellationToken ct) =>
        rules.Judge(password, email, name, (await branding.GetAsync(ct)).Name);

    /// <summary>Hashes one that was judged good.</summary>
    /// <returns>Null: too many wait for that.</returns>
    public Task<string?> HashAsync(string password, CancellationToken ct) => hashing.HashAsync(password, ct);
}
