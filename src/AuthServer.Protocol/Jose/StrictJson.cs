using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// JSON that has one reading only (RFC 8725 §2.4, §3.7): UTF-8 without BOM, no duplicate names at any depth,
/// no comments, no trailing commas, no lone surrogates.
/// </summary>
public static class StrictJson
{
    /// <summary>Reads one object.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxDepth">How deep objects and arrays may lie in each other.</param>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static JsonElement? TryReadObject(ReadOnlySpan<byte> utf8, int maxDepth, out string? reason)
    {
        reason = "not UTF-8";
        if (!Utf8.IsValid(utf8))
            return null;

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false };
            if (!EscapesAreWhole(utf8, maxDepth))
            {
                reason = "a string with half a surrogate pair";
                return null;
            }

            var element = JsonElement.Parse(utf8, options);
            reason = element.ValueKind == JsonValueKind.Object ? null : "not a JSON object";
            return reason is null ? element : null;
        }
        catch (JsonException)
        {
            reason = "not JSON of one reading";
            return null;
        }
    }

    /// <summary>Whether every <c>\u</c> escape makes a whole character: the parser looks only at need.</summary>
    private static bool EscapesAreWhole(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (!utf8.Contains((byte)'\\'))
            return true;

        var scratch = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                    reader.CopyString(scratch);
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(scratch);
        }
    }
}
