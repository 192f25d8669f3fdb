using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>An RSA public key (RFC 7518 §6.3).</summary>
internal sealed class RsaMaterial : KeyMaterial
{
    private readonly RSA _key;
    private readonly RSAParameters _numbers;

    private RsaMaterial(RSAParameters numbers) => (_key, _numbers) = (RSA.Create(numbers), numbers);

    public override string KeyType => KeyTypes.Rsa;

    /// <summary>Takes over a key of ours.</summary>
    public static RsaMaterial Of(RSAParameters parameters) => new(parameters);

    /// <summary>Takes <c>n</c> and <c>e</c> after <see cref="RsaRules"/>.</summary>
    public static RsaMaterial? TryRead(JwkMembers members, out string? reason)
    {
        var numbers = new RSAParameters { Modulus = members.FindBytes("n"), Exponent = members.FindBytes("e") };
        if (numbers.Modulus is null || numbers.Exponent is null)
        {
            reason = "n or e is missing or not base64url";
            return null;
        }

        reason = RsaRules.Refuse(numbers.Modulus, numbers.Exponent);
        if (reason is not null)
            return null;

        try
        {
            return new RsaMaterial(numbers);
        }
        catch (CryptographicException)
        {
            reason = "n and e are not an RSA key";
            return null;
        }
    }

    public override bool Fits(JwsAlgorithm algorithm) => algorithm.KeyType == KeyTypes.Rsa;

    /// <summary>PSS: the salt is as long as the hash, and MGF1 uses the same hash (RFC 7518 §3.5).</summary>
    public override bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == _numbers.Modulus!.Length // always there; minimal, so this is the length of §3.3
        && algorithm.Padding is { } padding
        && _key.VerifyData(data, signature, algorithm.Hash, padding);

    public override bool Fits(JweAlgorithm algorithm, ContentEncryption content) => algorithm.KeyType == KeyTypes.Rsa;

    public override WrappedKey Wrap(JweAlgorithm algorithm, ContentEncryption content)
    {
        var key = RandomNumberGenerator.GetBytes(content.KeyLength);
        return new WrappedKey(key, _key.Encrypt(key, algorithm.Padding!)); // every RSA algorithm has one
    }

    public override void WriteRequired(Utf8JsonWriter json)
    {
        json.WriteString("e", Base64Url.EncodeToString(_numbers.Exponent));
        json.WriteString("kty", KeyTypes.Rsa);
        json.WriteString("n", Base64Url.EncodeToString(_numbers.Modulus));
    }
}
