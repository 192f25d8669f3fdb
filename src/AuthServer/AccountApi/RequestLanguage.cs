using Microsoft.Net.Http.Headers;

namespace AuthServer.AccountApi;

/// <summary>The language that a request asks for, for what is sent because of it.</summary>
internal static class RequestLanguage
{
    private static readonly string[] Known = ["en", "de", "fr", "es"];

    /// <summary>The best of ours in Accept-Language; null: it asks for none of them.</summary>
    public static string? Of(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var asked))
            return null;
        return asked.OrderByDescending(a => a.Quality ?? 1)
            .Select(a => a.Value.Value?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(Known.Contains);
    }
}
