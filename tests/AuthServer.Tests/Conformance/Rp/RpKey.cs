using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>A signing key of the relying party: RSA of 2048 bits, RS256.</summary>
internal sealed class RpKey(string? kid = null)
{
    private static readonly Lazy<RpKey> Usual = new(() => new RpKey());
    private readonly RSA _rsa = RSA.Create(2048);

    /// <summary>The one that most clients register, without a kid; making one takes longer than a whole flow.</summary>
    public static RpKey Shared => Usual.Value;

    /// <summary>Its public half.</summary>
    public JsonObject ToJwk()
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (kid is not null)
            jwk["kid"] = kid;
        return jwk;
    }

    /// <summary>A set of it alone.</summary>
    public JsonObject ToJwks() => new() { ["keys"] = new JsonArray(ToJwk()) };

    /// <summary>A JWS of these claims; its header has nothing but alg, and kid where the key has one.</summary>
    public string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = "RS256" };
        if (kid is not null)
            header["kid"] = kid;
        var text = $"{Encode(header)}.{Encode(claims)}";
        var signature = _rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>An object that nobody signed: alg none, and nothing after the second dot.</summary>
    public static string Unsigned(JsonObject claims) => $"{Encode(new JsonObject { ["alg"] = "none" })}.{Encode(claims)}.";

    internal static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
