using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>A shared secret (RFC 7518 §6.4).</summary>
internal sealed class OctMaterial(byte[] key) : KeyMaterial
{
    public override string KeyType => KeyTypes.Oct;

    /// <summary>Takes <c>k</c>. Its length is judged against the algorithm, when one is named.</summary>
    public static OctMaterial? TryRead(JwkMembers members, out string? reason)
    {
        reason = "k is missing, empty or not base64url";
        if (members.FindBytes("k") is not { Length: > 0 } k)
            return null;

        reason = null;
        return new OctMaterial(k);
    }

    /// <summary>§3.2: a key of the hash's length or longer. A short one can be guessed off line.</summary>
    public override bool Fits(JwsAlgorithm algorithm) =>
        algorithm.KeyType == KeyTypes.Oct && key.Length >= algorithm.HashLength;

    public override bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[algorithm.HashLength];
        _ = algorithm.Name switch
        {
            "HS256" => HMACSHA256.HashData(key, data, expected),
            "HS384" => HMACSHA384.HashData(key, data, expected),
            "HS512" => HMACSHA512.HashData(key, data, expected),
            _ => throw new UnreachableException(),
        };
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }

    public override bool Fits(JweAlgorithm algorithm, ContentEncryption content) =>
        algorithm.KeyType == KeyTypes.Oct
        && key.Length == (algorithm.WrapLength == 0 ? content.KeyLength : algorithm.WrapLength);

    public override WrappedKey Wrap(JweAlgorithm algorithm, ContentEncryption content) =>
        algorithm.WrapLength == 0 ? new WrappedKey([.. key], []) : WrappedKey.Under(key, content.KeyLength);

    public override void WriteRequired(Utf8JsonWriter json)
    {
        json.WriteString("k", Base64Url.EncodeToString(key));
        json.WriteString("kty", KeyTypes.Oct);
    }
}
