using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Clients;

/// <summary>
/// A client's secret as both sides know it, for clients that sign with it or are signed and encrypted to with it. Where a
/// secret is only recognised, <see cref="ClientSecretHash"/> is enough.
/// </summary>
public sealed class SharedSecret
{
    /// <summary>Fewest bytes of UTF-8: as many as the hash of HS256 has (RFC 7518 §3.2).</summary>
    public const int MinLength = 32;

    private readonly byte[] _value;

    /// <summary>Takes a secret up.</summary>
    /// <param name="value">At least <see cref="MinLength"/> bytes in UTF-8.</param>
    /// <param name="expiresAt">Not used from then on; null: never.</param>
    public SharedSecret(string value, DateTimeOffset? expiresAt = null)
    {
        _value = Encoding.UTF8.GetBytes(value);
        ExpiresAt = expiresAt;
        Keys = JwkSet.OfSecret(_value);
        Signer = SigningKey.OfSecret(_value);
    }

    /// <summary>Not used from then on; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Whether it may be used now.</summary>
    public bool IsInForce(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;

    /// <summary>What its signatures are verified with.</summary>
    public JwkSet Keys { get; }

    /// <summary>What signs with it: HS256.</summary>
    public SigningKey Signer { get; }

    /// <summary>The key that encrypts with it: the left of a hash of the secret (OIDC Core §10.2).</summary>
    /// <param name="algorithm">One of <see cref="JweAlgorithms.Symmetric"/>.</param>
    /// <param name="contentAlgorithm">One of <see cref="JweAlgorithms.Content"/>.</param>
    /// <returns>Null when a name is not one of them.</returns>
    public Jwk? FindForEncryption(string algorithm, string contentAlgorithm) =>
        JwkSet.OfSecret(SHA256.HashData(_value).AsSpan(0, 16)).FindForEncryption(algorithm, contentAlgorithm)
        ?? JwkSet.OfSecret(SHA256.HashData(_value)).FindForEncryption(algorithm, contentAlgorithm)
        ?? JwkSet.OfSecret(SHA512.HashData(_value)).FindForEncryption(algorithm, contentAlgorithm);

    /// <inheritdoc/>
    public override string ToString() => "[secret]";
}
