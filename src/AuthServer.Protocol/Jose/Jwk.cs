using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// A key that signatures are checked with (RFC 7517 §4): RSA, EC on a NIST curve, or a shared secret. Of a private key
/// the public half is kept. Immutable, and safe for many threads at once.
/// </summary>
public sealed class Jwk
{
    private const int MaxIdLength = 256;
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth"];

    // A public key for ECDH has none (RFC 7517 §4.3 lists only what its owner does), but some write the owner's there.
    private static readonly string[] EncryptionOperations = ["encrypt", "wrapKey", "deriveKey", "deriveBits"];

    private readonly KeyMaterial _material;

    private Jwk(KeyMaterial material) => _material = material;

    /// <summary><c>kty</c>: one of <see cref="KeyTypes"/>.</summary>
    public string Kty => _material.KeyType;

    /// <summary><c>kid</c>, at most 256 characters; null when the key has none.</summary>
    public string? Id { get; private init; }

    /// <summary><c>alg</c>: the one algorithm the key is for, not always one of ours; null when it has none.</summary>
    public string? Algorithm { get; private init; }

    /// <summary><c>use</c>: <c>sig</c>, <c>enc</c> or another; null when the key does not say.</summary>
    public string? Use { get; private init; }

    /// <summary><c>key_ops</c>; null when the key does not say.</summary>
    public IReadOnlyList<string>? Operations { get; private init; }

    /// <summary>Whether it came with a secret: private members, or a symmetric key.</summary>
    public bool HasPrivate { get; private init; }

    internal KeyMaterial Material => _material;

    /// <summary>Reads a key and judges its numbers (size, exponent, ROCA, point on the curve).</summary>
    /// <param name="element">The JSON object; members not known here are passed over (RFC 7517 §4).</param>
    /// <param name="reason">Why not, without values of the key; set exactly when the answer is null.</param>
    public static Jwk? TryParse(JsonElement element, out string? reason)
    {
        reason = "not an object with each member once";
        if (JwkMembers.TryTake(element) is not { } members)
            return null;

        reason = "kid, alg, use or key_ops is of the wrong type, too long or empty";
        if (!TextsAreSound(members))
            return null;
        if (ReadMaterial(members, out reason) is not { } material)
            return null;

        var key = new Jwk(material)
        {
            Id = members.FindString("kid"),
            Algorithm = members.FindString("alg"),
            Use = members.FindString("use"),
            Operations = members.FindStrings("key_ops"),
            HasPrivate = material is OctMaterial || PrivateMembers.Any(members.Has),
        };

        // An algorithm of ours that the numbers cannot serve: ES256 on P-384, HS256 with a short secret.
        if (key.Algorithm is not { } name || JwsAlgorithm.Find(name) is not { } algorithm || material.Fits(algorithm))
            return key;

        reason = "the key is not one for its alg";
        return null;
    }

    /// <summary>The public half of a key of ours.</summary>
    public static Jwk Of(SigningKey key) =>
        new(key.Algorithm == JwsAlgorithms.ES256
            ? EcMaterial.Of(key.ExportEcPublic())
            : RsaMaterial.Of(key.ExportRsaPublic()))
        { Id = key.Id, Algorithm = key.Algorithm, Use = "sig" };

    /// <summary>Writes the public key as one JSON object.</summary>
    /// <exception cref="InvalidOperationException">A shared secret has no public half.</exception>
    public void WritePublic(Utf8JsonWriter json)
    {
        if (_material is OctMaterial)
            throw new InvalidOperationException("A symmetric key is never shown.");

        json.WriteStartObject();
        _material.WriteRequired(json);
        if (Use is not null)
            json.WriteString("use", Use);
        if (Algorithm is not null)
            json.WriteString("alg", Algorithm);
        if (Id is not null)
            json.WriteString("kid", Id);
        json.WriteEndObject();
    }

    /// <summary>Whether the key says, by every member it has, that it may check signatures of this algorithm.</summary>
    internal bool Fits(JwsAlgorithm algorithm) =>
        _material.Fits(algorithm)
        && (Algorithm is null || Algorithm == algorithm.Name)
        && Use is null or "sig"
        && (Operations is null || Operations.Contains("verify"));

    /// <summary>Whether the key says, by every member it has, that one may encrypt to it in this way.</summary>
    internal bool Fits(JweAlgorithm algorithm, ContentEncryption content) =>
        _material.Fits(algorithm, content)
        && (Algorithm is null || Algorithm == algorithm.Name)
        && Use is null or "enc"
        && (Operations is null || Operations.Any(EncryptionOperations.Contains));

    /// <summary>Checks a signature or MAC; for an algorithm that fits.</summary>
    internal bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _material.Verify(algorithm, data, signature);
        }
        catch (CryptographicException)
        {
            return false; // some providers throw on numbers out of range where others say no
        }
    }

    private static bool TextsAreSound(JwkMembers members) =>
        (!members.Has("kid") || members.FindString("kid") is { Length: > 0 and <= MaxIdLength })
        && (!members.Has("alg") || members.FindString("alg") is not null)
        && (!members.Has("use") || members.FindString("use") is not null)
        && (!members.Has("key_ops") || members.FindStrings("key_ops") is not null);

    private static KeyMaterial? ReadMaterial(JwkMembers members, out string? reason)
    {
        switch (members.FindString("kty"))
        {
            case KeyTypes.Ec:
                return EcMaterial.TryRead(members, out reason);
            case KeyTypes.Rsa:
                return RsaMaterial.TryRead(members, out reason);
            case KeyTypes.Oct:
                return OctMaterial.TryRead(members, out reason);
            default:
                reason = "kty is missing or unknown";
                return null;
        }
    }
}
