using AuthServer.Core.Clients;
using AuthServer.Core.Credentials;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>Judges and hashes new passwords.</summary>
internal sealed class NewPasswords(PasswordRules rules, PasswordHashing hashing, BrandingStore branding)
{
    /// <summary>Judges; empty: it may be used.</summary>
    public async Task<IReadOnlyList<Complaint>> JudgeAsync(
        string? password, string? email, string? name, CancellationToken ct) =>
        rules.Judge(password, email, name, (await branding.GetAsync(ct)).Name);

    /// <summary>Hashes; null: too many wait.</summary>
    public Task<string?> HashAsync(string password, CancellationToken ct) => hashing.HashAsync(password, ct);

    /// <summary>Hashes for somebody who registers: equal exactly where address and password are; null: too many wait.</summary>
    public Task<string?> HashForAsync(EmailAddress email, string password, CancellationToken ct) =>
        hashing.HashForAsync(email.Key, password, ct);
}
