using System.Buffers.Text;
using System.Text.Json;
using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Tests.Jose.Wycheproof;

/// <summary>A bare signature or MAC against a <see cref="Jwk"/>, without a token around it.</summary>
internal static class Primitive
{
    /// <summary>Null when our policy refuses the key.</summary>
    public static Jwk? KeyOf(JsonElement jwk) => Jwk.TryParse(jwk, out _);

    public static Jwk? KeyOf(object jwk) => KeyOf(JsonSerializer.SerializeToElement(jwk));

    public static bool Accepts(Jwk? key, string algorithm, JsonElement test, string signature)
    {
        var named = JwsAlgorithm.Find(algorithm)!;
        return key is not null && key.Fits(named) && key.Verify(named, Bytes(test, "msg"), Bytes(test, signature));
    }

    /// <summary>Hexadecimal to base64url, as it stands.</summary>
    public static string Text(ReadOnlySpan<char> hex) => Base64Url.EncodeToString(Convert.FromHexString(hex));

    /// <summary>A number in hexadecimal to base64url, without leading zeros.</summary>
    public static string Number(string hex) =>
        Base64Url.EncodeToString(Convert.FromHexString(hex).AsSpan().TrimStart((byte)0));

    public static string HashSuffix(JsonElement group) => group.GetProperty("sha").GetString()![4..]; // SHA-256

    private static byte[] Bytes(JsonElement test, string name) =>
        Convert.FromHexString(test.GetProperty(name).GetString()!);
}
