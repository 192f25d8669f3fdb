using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>A signed token as a relying party sees it; not verified yet.</summary>
internal sealed class Jwt
{
    private Jwt(string text, JsonElement header, JsonElement claims, byte[] signature) =>
        (Text, Header, Claims, Signature) = (text, header, claims, signature);

    public string Text { get; }

    public JsonElement Header { get; }

    public JsonElement Claims { get; }

    public byte[] Signature { get; }

    public byte[] SignedPart => Encoding.ASCII.GetBytes(Text[..Text.LastIndexOf('.')]);

    public string Algorithm => Header.GetProperty("alg").GetString() ?? "";

    /// <summary>A claim as text; null where it is absent.</summary>
    public string? this[string claim] => Claims.TryGetProperty(claim, out var value) ? value.ToString() : null;

    /// <summary>A claim in whole seconds; null where it is absent or no number.</summary>
    public long? Seconds(string claim) =>
        Claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number ? (long)value.GetDouble() : null;

    /// <returns>Null where it does not parse.</returns>
    public static Jwt? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            return new Jwt(text ?? "", Json(parts[0]), Json(parts[1]), Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static JsonElement Json(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
