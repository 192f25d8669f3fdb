using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Clients;

/// <summary>
/// A client secret at rest: HMAC-SHA256 under a random key of its own. Client secrets are random and long, so a slow
/// password hash would cost the token endpoint much and an attacker little.
/// </summary>
/// <param name="Key">32 random bytes.</param>
/// <param name="Hash">32 bytes.</param>
/// <param name="ExpiresAt">Refused from then on; null: never.</param>
/// <param name="Sealed">The secret itself, encrypted, where its client needs more than that it is recognised; else null.</param>
/// <param name="MadeAt">Null: before that was written down.</param>
public sealed record ClientSecretHash(
    byte[] Key, byte[] Hash, DateTimeOffset? ExpiresAt = null, byte[]? Sealed = null, DateTimeOffset? MadeAt = null)
{
    /// <summary>Longest secret that is looked at, in UTF-8 bytes; longer ones are refused before hashing.</summary>
    public const int MaxSecretLength = 1024;

    private readonly KeyedHash _mac = new(Key);

    /// <summary>Hashes a new secret.</summary>
    public static ClientSecretHash Of(string secret, DateTimeOffset? expiresAt = null)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return new ClientSecretHash(key, HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(secret)), expiresAt);
    }

    /// <summary>Whether the secret is this one and still in force; the time taken tells nothing.</summary>
    public bool Matches(ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[32];
        _mac.Hash(secret, hash);
        return CryptographicOperations.FixedTimeEquals(hash, Hash) && (ExpiresAt is null || now < ExpiresAt);
    }

    /// <inheritdoc/>
    public override string ToString() => "[secret]";
}
