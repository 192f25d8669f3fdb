using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;

namespace AuthServer.Core.Credentials;

/// <summary>Hashes new passwords, in the lane that checks wait in, too.</summary>
public sealed class PasswordHashing
{
    private static readonly User Nobody = new();

    private readonly IPasswordHasher<User> _hasher;
    private readonly HashingLane _lane;

    internal PasswordHashing(IPasswordHasher<User> hasher, HashingLane lane) => (_hasher, _lane) = (hasher, lane);

    /// <summary>What to store in <c>password_hash</c>.</summary>
    /// <param name="password">As typed, and judged.</param>
    /// <returns>Null: too many wait; nothing was computed.</returns>
    public async Task<string?> HashAsync(string password, CancellationToken ct) =>
        (await _lane.RunAsync(() => new Hash(_hasher.HashPassword(Nobody, password)), ct))?.Value;

    private readonly record struct Hash(string Value);
}
