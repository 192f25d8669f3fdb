using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>Registers people, and verifies that the address, or number, is theirs.</summary>
public sealed class Registrations
{
    /// <summary>The forms there are; the first is the default one. Empty: nobody registers here.</summary>
    public Task<IReadOnlyList<AccountForm>> FormsAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The form of a kind.</summary>
    /// <param name="kind">Null: the first.</param>
    /// <returns>Null: there is no such kind.</returns>
    public Task<AccountForm?> FindFormAsync(string? kind, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Registers. The answer is the same whether or not somebody has the address.</summary>
    public Task<RegistrationOutcome> RegisterAsync(NewRegistration wanted, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Sends another code to who has registered and not verified yet; to nobody else.</summary>
    public Task ResendAsync(string? email, string? locale, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Verifies by code.</summary>
    /// <returns>Null: the code is wrong, used, expired or replaced.</returns>
    public Task<Proven?> VerifyAsync(string? email, string? code, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Looks at the token of a link; it stays as it is.</summary>
    /// <returns>The address that it verifies, as its owner writes it; null: the link is not live.</returns>
    public Task<string?> FindLinkAsync(string? token, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Verifies by link.</summary>
    /// <inheritdoc cref="VerifyAsync"/>
    public Task<Proven?> VerifyLinkAsync(string? token, CancellationToken ct) => throw new NotImplementedException();
}
