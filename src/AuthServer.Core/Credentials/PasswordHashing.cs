using System.Text;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Credentials;

/// <summary>Hashes new passwords, in the lane that checks wait in, too.</summary>
public sealed class PasswordHashing
{
    private static readonly User Nobody = new();

    private readonly IPasswordHasher<User> _hasher;
    private readonly HashingLane _lane;
    private readonly IRingKeys _keys;
    private readonly PasswordPolicy _policy;

    internal PasswordHashing(
        IPasswordHasher<User> hasher, HashingLane lane, IRingKeys keys, IOptions<PasswordPolicy> policy) =>
        (_hasher, _lane, _keys, _policy) = (hasher, lane, keys, policy.Value);

    /// <summary>What to store in <c>password_hash</c>.</summary>
    /// <param name="password">As typed, and judged.</param>
    /// <returns>Null: too many wait; nothing was computed.</returns>
    public async Task<string?> HashAsync(string password, CancellationToken ct) =>
        (await _lane.RunAsync(() => new Hash(_hasher.HashPassword(Nobody, password)), ct))?.Value;

    /// <summary>
    /// The same, so that two for one address tell whether their passwords are one: the salt is a MAC of the address, which
    /// nobody else can make and no other address has.
    /// </summary>
    /// <param name="key"><see cref="EmailAddress.Key"/>.</param>
    /// <inheritdoc cref="HashAsync(string, CancellationToken)"/>
    public async Task<string?> HashForAsync(string key, string password, CancellationToken ct)
    {
        var mac = new byte[32];
        _keys.Current(KeyPurpose.OneTimeCode).Mac(Encoding.UTF8.GetBytes($"salt of a registration {key}"), mac);
        var composed = PasswordText.TryCompose(password) ?? "";
        return (await _lane.RunAsync(
            () => new Hash(SaltedHash.Of(composed, mac.AsSpan(0, SaltedHash.SaltLength), _policy.Iterations)), ct))?.Value;
    }

    private readonly record struct Hash(string Value);
}
