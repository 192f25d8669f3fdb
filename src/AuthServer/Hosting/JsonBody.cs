using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using AuthServer.Core.Users;
using AuthServer.Protocol.Jose;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Hosting;

/// <summary>
/// Bodies of the JSON APIs, read in one place: <c>application/json</c> in UTF-8, one object of one reading, at most 64 KB.
/// A member of the wrong type, and one with <see cref="RequiredAttribute"/> that is missing, are the caller's to mend (422).
/// Members that nobody asked for are left alone, unless the body's type collects them.
/// </summary>
internal static class JsonBody
{
    /// <summary>Longest body, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxDepth = 16;

    /// <summary>Names are snake_case; values are of their types.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        PropertyNameCaseInsensitive = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };

    /// <summary>Reads the body.</summary>
    /// <returns>The body, or the problem.</returns>
    public static async Task<(T? Body, Problem? Problem)> ReadAsync<T>(HttpRequest request) where T : class
    {
        var (bytes, refusal) = await ReadBytesAsync(request);
        if (bytes is null)
            return (null, refusal);
        if (StrictJson.TryReadObject(bytes, MaxDepth, out _) is not { } json || HoldsNull(bytes))
            return (null, Problems.Malformed);
        try
        {
            var body = json.Deserialize<T>(Options)!; // an object, which never reads as null
            var missing = new Complaints();
            foreach (var member in MissingOf(body))
                missing.Add(member, "required");
            return missing.IsEmpty ? (body, null) : (null, Problems.Invalid(missing));
        }
        catch (JsonException wrong)
        {
            return (null, Problems.Invalid(MemberOf(wrong), "wrong_type"));
        }
    }

    /// <summary>Reads the body as it stands.</summary>
    /// <param name="maxLength">Longest, in bytes.</param>
    /// <returns>The body, or <see cref="Problems.UnsupportedMediaType"/> or <see cref="Problems.TooLarge"/>.</returns>
    public static async Task<(byte[]? Body, Problem? Problem)> ReadBytesAsync(HttpRequest request, int maxLength = MaxLength)
    {
        if (!IsJson(request))
            return (null, Problems.UnsupportedMediaType);
        return await ReadToEndAsync(request, maxLength) is { } bytes ? (bytes, null) : (null, Problems.TooLarge);
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private static async Task<byte[]?> ReadToEndAsync(HttpRequest request, int maxLength)
    {
        if (request.ContentLength > maxLength)
            return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > maxLength)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>U+0000, which can only be escaped here, and which no text of the database can hold.</summary>
    private static bool HoldsNull(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u0000"u8) < 0)
            return false;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static IEnumerable<string> MissingOf<T>(T body) where T : class =>
        from property in typeof(T).GetProperties()
        where property.GetCustomAttribute<RequiredAttribute>() is not null
        where property.GetValue(body) is null or ""
        select JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    // "$.email" or "$.profile.name[0]".
    private static string MemberOf(JsonException wrong) => wrong.Path is { Length: > 2 } path ? path[2..] : "body";
}
