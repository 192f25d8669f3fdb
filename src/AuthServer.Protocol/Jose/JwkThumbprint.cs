using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>The name that a key gives itself (RFC 7638).</summary>
public static class JwkThumbprint
{
    /// <summary>SHA-256 over the required members (§3), as base64url: 43 characters.</summary>
    public static string Compute(Jwk key)
    {
        var members = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(members))
        {
            json.WriteStartObject();
            key.Material.WriteRequired(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(SHA256.HashData(members.WrittenSpan));
    }
}
