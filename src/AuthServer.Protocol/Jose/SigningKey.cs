using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// One of the server's private keys, imported once and shared by all threads: importing costs seven times a signature. Or
/// a client's secret.
/// </summary>
public sealed partial class SigningKey : IDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;
    private readonly byte[]? _secret;

    private SigningKey(string id, string algorithm, ECDsa? ec, RSA? rsa, byte[]? secret = null) =>
        (Id, Algorithm, _ec, _rsa, _secret) = (id, algorithm, ec, rsa, secret);

    /// <summary><c>kid</c>; empty where there is nothing to choose from.</summary>
    public string Id { get; }

    /// <summary><c>alg</c>: one of <see cref="JwsAlgorithms.Signing"/>.</summary>
    public string Algorithm { get; }

    /// <summary>Bytes of a signature.</summary>
    public int SignatureLength =>
        _secret is not null ? HMACSHA256.HashSizeInBytes : _ec is null ? _rsa!.KeySize / 8 : 64; // one of the three is always there

    /// <summary>Signs.</summary>
    /// <returns>Bytes written: <see cref="SignatureLength"/>.</returns>
    public int Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        const DSASignatureFormat SideBySide = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
        if (_secret is not null)
            return HMACSHA256.HashData(_secret, data, signature);
        if (_ec is not null)
            return _ec.SignData(data, signature, HashAlgorithmName.SHA256, SideBySide);

        var padding = Algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return _rsa!.SignData(data, signature, HashAlgorithmName.SHA256, padding);
    }

    /// <summary>The JWS header for a type as base64url, made once: types are a few constants of ours.</summary>
    internal byte[] HeaderOf(string type) => _headers.GetOrAdd(type, static (typ, key) => new JwsHeader(key.Algorithm, key.Id, typ).Encode(), this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }
}
