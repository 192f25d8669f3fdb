using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>A point on a NIST curve (RFC 7518 §6.2).</summary>
internal sealed class EcMaterial : KeyMaterial
{
    private readonly string _curve;
    private readonly ECDsa _key;
    private readonly ECPoint _point;

    private EcMaterial(string curve, ECDsa key, ECPoint point) => (_curve, _key, _point) = (curve, key, point);

    public override string KeyType => KeyTypes.Ec;

    /// <summary>Bytes of one coordinate, and of half a signature.</summary>
    private int Size => _point.X!.Length; // both coordinates were given at construction

    /// <summary>Takes over a key of ours.</summary>
    public static EcMaterial Of(ECParameters parameters)
    {
        var key = ECDsa.Create(parameters);
        var curve = key.KeySize switch { 256 => "P-256", 384 => "P-384", _ => "P-521" };
        return new EcMaterial(curve, key, parameters.Q);
    }

    /// <summary>Whether a curve is one of ours; keys on others are passed over (RFC 7517 §5).</summary>
    public static bool Knows(string? curve) => Find(curve) is not null;

    /// <summary>Takes <c>crv</c>, <c>x</c>, <c>y</c>.</summary>
    public static EcMaterial? TryRead(JwkMembers members, out string? reason)
    {
        var crv = members.FindString("crv");
        if (crv is null || Find(crv) is not var (curve, size))
        {
            reason = "crv is missing or unknown";
            return null;
        }

        reason = "x or y is missing or not of the curve's size"; // full size, leading zeros kept: §6.2.1.2
        var point = new ECPoint { X = members.FindBytes("x"), Y = members.FindBytes("y") };
        if (point.X?.Length != size || point.Y?.Length != size)
            return null;

        try
        {
            var key = ECDsa.Create(new ECParameters { Curve = curve, Q = point });
            reason = null;
            return new EcMaterial(crv, key, point);
        }
        catch (CryptographicException)
        {
            reason = "the point is not on the curve";
            return null;
        }
    }

    public override bool Fits(JwsAlgorithm algorithm) =>
        algorithm.KeyType == KeyTypes.Ec && algorithm.Curve == _curve;

    public override bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == 2 * Size // r and s at full length (§3.4): never DER, never stripped of zeros
        && _key.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public override bool Fits(JweAlgorithm algorithm, ContentEncryption content) => algorithm.KeyType == KeyTypes.Ec;

    /// <summary>Agreement with a key of this one use (RFC 7518 §4.6).</summary>
    public override WrappedKey Wrap(JweAlgorithm algorithm, ContentEncryption content)
    {
        var curve = Find(_curve)!.Value.Curve; // known since construction
        using var recipient = ECDiffieHellman.Create(new ECParameters { Curve = curve, Q = _point });
        using var sender = ECDiffieHellman.Create(curve);
        var secret = sender.DeriveRawSecretAgreement(recipient.PublicKey);
        var ephemeral = Of(sender.ExportParameters(false));
        return algorithm.WrapLength == 0
            ? new WrappedKey(ConcatKdf.Derive(secret, content.Name, [], [], content.KeyLength), [], ephemeral)
            : WrappedKey.Under(
                ConcatKdf.Derive(secret, algorithm.Name, [], [], algorithm.WrapLength), content.KeyLength, ephemeral);
    }

    public override void WriteRequired(Utf8JsonWriter json)
    {
        json.WriteString("crv", _curve);
        json.WriteString("kty", KeyTypes.Ec);
        json.WriteString("x", Base64Url.EncodeToString(_point.X));
        json.WriteString("y", Base64Url.EncodeToString(_point.Y));
    }

    private static (ECCurve Curve, int Size)? Find(string? name) => name switch
    {
        "P-256" => (ECCurve.NamedCurves.nistP256, 32),
        "P-384" => (ECCurve.NamedCurves.nistP384, 48),
        "P-521" => (ECCurve.NamedCurves.nistP521, 66),
        _ => null,
    };
}
