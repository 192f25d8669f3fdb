using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuthServer.Ui.Pages.Dev;

/// <summary>A request and its response, as they went over the wire.</summary>
internal sealed record Exchange(string Request, string Response, JsonElement? Json)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // For the eye; the page encodes it for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A member of the response.</summary>
    public string? this[string member] =>
        Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public static async Task<Exchange> ReadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken ct)
    {
        var url = request.RequestUri;
        var sent = $"{request.Method} {url?.PathAndQuery} HTTP/1.1\nHost: {url?.Authority}\n";
        if (request.Headers.Authorization is { } authorization)
            sent += $"Authorization: {authorization}\n";
        if (request.Content is { } content)
            sent += $"Content-Type: {content.Headers.ContentType}\n\n{Members(await content.ReadAsStringAsync(ct))}";

        var body = await response.Content.ReadAsStringAsync(ct);
        var json = Parse(body);
        var got = $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\nContent-Type: {response.Content.Headers.ContentType}\n\n"
            + (json is { } element ? JsonSerializer.Serialize(element, Indented) : body);
        return new Exchange(sent, got, json);
    }

    /// <summary>A JWT's header and payload, for the eye; null for anything that is none.</summary>
    public static string? Decode(string? jwt)
    {
        if (jwt?.Split('.') is not [var header, var payload, _])
            return null;
        return Pretty(header) is { } h && Pretty(payload) is { } p ? $"{h}\n.\n{p}" : null;
    }

    /// <summary>One parameter a line, as people read it.</summary>
    public static string Members(string encoded) => encoded.Replace("&", "\n&", StringComparison.Ordinal);

    private static string? Pretty(string part)
    {
        if (!System.Buffers.Text.Base64Url.IsValid(part))
            return null;
        return Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part))) is { } json
            ? JsonSerializer.Serialize(json, Indented)
            : null;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
