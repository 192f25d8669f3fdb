using System.Security.Cryptography;

namespace AuthServer.Protocol.Jose;

/// <content>Where a key comes from, and in which forms it is kept and shown.</content>
public sealed partial class SigningKey
{
    /// <summary>Makes a new key: P-256 or RSA-2048.</summary>
    public static SigningKey Create(string id, string algorithm) => algorithm switch
    {
        JwsAlgorithms.ES256 => new SigningKey(id, algorithm, ECDsa.Create(ECCurve.NamedCurves.nistP256), null),
        JwsAlgorithms.RS256 or "PS256" => new SigningKey(id, algorithm, null, RSA.Create(2048)),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "not an algorithm of ours"),
    };

    /// <summary>A client's secret, for HS256: its holder needs no <c>kid</c>.</summary>
    public static SigningKey OfSecret(byte[] secret) => new("", JwsAlgorithms.HS256, null, null, secret);

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
}
