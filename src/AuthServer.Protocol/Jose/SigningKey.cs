using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// One of the server's private keys, imported once and shared by all threads: importing costs seven times a signature.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;

    private SigningKey(string id, string algorithm, ECDsa? ec, RSA? rsa) =>
        (Id, Algorithm, _ec, _rsa) = (id, algorithm, ec, rsa);

    /// <summary><c>kid</c>.</summary>
    public string Id { get; }

    /// <summary><c>alg</c>: one of <see cref="JwsAlgorithms.Signing"/>.</summary>
    public string Algorithm { get; }

    /// <summary>Bytes of a signature.</summary>
    public int SignatureLength => _ec is null ? _rsa!.KeySize / 8 : 64; // one of the two is always there

    /// <summary>Makes a new key: P-256 or RSA-2048.</summary>
    public static SigningKey Create(string id, string algorithm) => algorithm switch
    {
        JwsAlgorithms.ES256 => new SigningKey(id, algorithm, ECDsa.Create(ECCurve.NamedCurves.nistP256), null),
        JwsAlgorithms.RS256 or "PS256" => new SigningKey(id, algorithm, null, RSA.Create(2048)),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an algorithm of ours"),
    };

    /// <summary>Takes a key up again from <see cref="ExportPkcs8"/>.</summary>
    public static SigningKey Import(string id, string algorithm, ReadOnlySpan<byte> pkcs8)
    {
        if (algorithm == JwsAlgorithms.ES256)
        {
            var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningKey(id, algorithm, ec, null);
        }

        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new SigningKey(id, algorithm, null, rsa);
    }

    /// <summary>The private key, for the key ring alone, which wraps it.</summary>
    public byte[] ExportPkcs8() => _ec?.ExportPkcs8PrivateKey() ?? _rsa!.ExportPkcs8PrivateKey();

    /// <summary>The public half.</summary>
    public ECParameters ExportEcPublic() => _ec!.ExportParameters(false);

    /// <summary>The public half.</summary>
    public RSAParameters ExportRsaPublic() => _rsa!.ExportParameters(false);

    /// <summary>Signs.</summary>
    /// <returns>Bytes written: <see cref="SignatureLength"/>.</returns>
    public int Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        const DSASignatureFormat SideBySide = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
        if (_ec is not null)
            return _ec.SignData(data, signature, HashAlgorithmName.SHA256, SideBySide);

        var padding = Algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return _rsa!.SignData(data, signature, HashAlgorithmName.SHA256, padding);
    }

    /// <summary>The JWS header for a type as base64url, made once: types are a few constants of ours.</summary>
    internal byte[] HeaderOf(string type) => _headers.GetOrAdd(type, static (typ, key) => key.EncodeHeader(typ), this);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }

    private byte[] EncodeHeader(string type)
    {
        using var header = new MemoryStream();
        // at+jwt, not at\u002Bjwt: not everyone who compares typ has parsed it.
        var plain = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(header, plain))
        {
            json.WriteStartObject();
            json.WriteString("alg", Algorithm);
            json.WriteString("kid", Id);
            if (type.Length > 0)
                json.WriteString("typ", type);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToUtf8(header.ToArray());
    }
}
