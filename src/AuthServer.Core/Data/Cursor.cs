using System.Buffers.Text;
using System.Text.Json;

namespace AuthServer.Core.Data;

/// <summary>
/// The last row of a page: what it is sorted by, and its id among equals. It is no secret and no proof: whoever makes one
/// up sees what the list would show them anyway.
/// </summary>
/// <param name="Value">What the order compares, as text.</param>
/// <param name="Id">Unique.</param>
public sealed record Cursor(string Value, string Id)
{
    private const int MaxLength = 2000;

    /// <summary>For the URL.</summary>
    public string Write(ListOrder order) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([order.ToString(), Value, Id]));

    /// <returns>Null: it is none, or one of another order.</returns>
    public static Cursor? Read(string text, ListOrder order)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text)) is [{ } name, { } value, { } id]
                && name == order.ToString() && !(value + id).Contains('\0', StringComparison.Ordinal)
                    ? new Cursor(value, id)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
