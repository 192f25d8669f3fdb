using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AuthServer.Core.Users;
using AuthServer.Protocol.Jose;
using Microsoft.Net.Http.Headers;

namespace AuthServer.Hosting;

/// <summary>
/// Bodies of the JSON APIs, read in one place: <c>application/json</c> in UTF-8, one object of one reading, at most 64 KB.
/// Members of the wrong type, and those with <see cref="RequiredAttribute"/> that are missing, are the caller's to mend (422),
/// all at once. Members that nobody asked for are left alone, unless the body's type collects them or the call is strict.
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
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Reads the body.</summary>
    /// <param name="isStrict">Whether members that nobody asked for are refused.</param>
    /// <returns>The body, or the problem.</returns>
    public static async Task<(T? Body, Problem? Problem)> ReadAsync<T>(HttpRequest request, bool isStrict = false) where T : class
    {
        var (bytes, refusal) = await ReadBytesAsync(request);
        if (bytes is null)
            return (null, refusal);
        if (StrictJson.TryReadObject(bytes, MaxDepth, out _) is not { } json || HoldsNull(bytes))
            return (null, Problems.Malformed);
        var (body, wrong) = (default(T), default(JsonException));
        try
        {
            body = json.Deserialize<T>(Options);
        }
        catch (JsonException first)
        {
            wrong = first;
        }

        var complaints = Judge(json, Options.GetTypeInfo(typeof(T)), hasFlaws: wrong is not null, isStrict);
        if (wrong is not null && complaints.IsEmpty)
            complaints.Add(MemberOf(wrong), "wrong_type");
        return complaints.IsEmpty ? (body, null) : (null, Problems.Invalid(complaints));
    }

    /// <summary>Member by member, so that the first that is wrong hides no other.</summary>
    /// <param name="hasFlaws">Whether some member is known to be of the wrong type.</param>
    private static Complaints Judge(JsonElement json, JsonTypeInfo type, bool hasFlaws, bool isStrict)
    {
        var complaints = new Complaints();
        if (type.Kind != JsonTypeInfoKind.Object)
            return complaints;
        foreach (var member in type.Properties.Where(p => !p.IsExtensionData))
        {
            var isThere = json.TryGetProperty(member.Name, out var value);
            if (hasFlaws && isThere && FlawOf(value, member) is { } place)
                complaints.Add(place, "wrong_type");
            else if (IsRequired(member) && (!isThere || value is { ValueKind: JsonValueKind.Null } || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8))))
                complaints.Add(member.Name, "required");
        }

        if (isStrict && !type.Properties.Any(p => p.IsExtensionData))
        {
            foreach (var unknown in json.EnumerateObject().Where(sent => type.Properties.All(p => p.Name != sent.Name)))
                complaints.Add(unknown.Name, "unknown");
        }

        return complaints;
    }

    /// <returns>Where a value is of the wrong type; null: nowhere.</returns>
    private static string? FlawOf(JsonElement value, JsonPropertyInfo member)
    {
        try
        {
            value.Deserialize(Options.GetTypeInfo(member.PropertyType));
            return null;
        }
        catch (JsonException wrong)
        {
            // "$", or "$[0]" and the like within it.
            return member.Name + (wrong.Path is { Length: > 1 } path ? path[1..] : "");
        }
    }

    private static bool IsRequired(JsonPropertyInfo member) =>
        member.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) is true;

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

    // "$.email" or "$.profile.name[0]".
    private static string MemberOf(JsonException wrong) => wrong.Path is { Length: > 2 } path ? path[2..] : "body";
}
