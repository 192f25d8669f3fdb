using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// What is believed of a JWS header. Keys and addresses of keys in it (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>)
/// are never looked at: the sender does not choose what it is checked with (RFC 8725 §3.10).
/// </summary>
internal sealed record JwsHeader(string Algorithm, string? KeyId, string? Type)
{
    private const int MaxDepth = 8;

    /// <summary>Reads the decoded header.</summary>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static JwsHeader? TryRead(ReadOnlySpan<byte> utf8, out string? reason)
    {
        if (StrictJson.TryReadObject(utf8, MaxDepth, out reason) is not { } element
            || JwkMembers.TryTake(element) is not { } members)
        {
            reason = $"header: {reason}";
            return null;
        }

        // No extension is understood, so none may be critical (RFC 7515 §4.1.11); b64 alters what is signed (RFC 7797).
        reason = "header: crit or b64";
        if (members.Has("crit") || members.Has("b64"))
            return null;

        reason = "header: alg, kid or typ is missing or no string";
        if (members.FindString("alg") is not { } algorithm
            || (members.Has("kid") && members.FindString("kid") is null)
            || (members.Has("typ") && members.FindString("typ") is null))
            return null;

        reason = null;
        return new JwsHeader(algorithm, members.FindString("kid"), members.FindString("typ"));
    }

    /// <summary>It as base64url of JSON; what is empty is left out.</summary>
    public byte[] Encode()
    {
        using var header = new MemoryStream();
        // at+jwt, not at\u002Bjwt: not everyone who compares typ has parsed it.
        var plain = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(header, plain))
        {
            json.WriteStartObject();
            json.WriteString("alg", Algorithm);
            if (!string.IsNullOrEmpty(KeyId))
                json.WriteString("kid", KeyId);
            if (!string.IsNullOrEmpty(Type))
                json.WriteString("typ", Type);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToUtf8(header.ToArray());
    }

    /// <summary>
    /// Whether two values of <c>typ</c> name the same media type: case-insensitive, <c>application/</c> understood where
    /// there is no other slash (RFC 7515 §4.1.9). An absent one names none.
    /// </summary>
    public static bool IsSameType(string? sent, string type) =>
        sent is not null && MemoryExtensions.Equals(Shorten(sent), Shorten(type), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Shorten(ReadOnlySpan<char> type)
    {
        const string Prefix = "application/";
        if (!type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return type;

        var rest = type[Prefix.Length..];
        return rest.Contains('/') ? type : rest;
    }
}
