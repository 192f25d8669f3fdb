using System.Net;
using System.Net.Http.Headers;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Outbound;

/// <summary>Reads an answer, up to a length.</summary>
internal static class Documents
{
    /// <summary>In bytes.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Reads it.</summary>
    /// <exception cref="HttpRequestException">It is no document, or too long.</exception>
    public static async Task<OutboundDocument> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"it answers {(int)answer.StatusCode}");
        if (answer.Content.Headers.ContentEncoding.Any(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            throw new HttpRequestException("it answers compressed, unasked");
        return new OutboundDocument(
            await ContentOf(answer.Content, ct), answer.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
            MaxAgeOf(answer.Headers.CacheControl));
    }

    private static async Task<ReadOnlyMemory<byte>> ContentOf(HttpContent content, CancellationToken ct)
    {
        if (content.Headers.ContentLength > MaxLength)
            throw TooLong();
        await using var stream = await content.ReadAsStreamAsync(ct);
        var kept = new MemoryStream();
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (kept.Length + read > MaxLength)
                throw TooLong();
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private static TimeSpan? MaxAgeOf(CacheControlHeaderValue? control) =>
        control is { NoStore: true } or { NoCache: true } ? TimeSpan.Zero : control?.MaxAge;

    private static HttpRequestException TooLong() => new($"it answers more than {MaxLength} bytes");
}
