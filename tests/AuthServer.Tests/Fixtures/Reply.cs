using System.Net;
using System.Text.Json;
using System.Web;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace AuthServer.Tests.Fixtures;

/// <summary>An answer, read to its end.</summary>
public sealed class Reply
{
    private readonly HttpResponseMessage _message;
    private IHtmlDocument? _page;

    private Reply(HttpResponseMessage message, Uri url, string text)
    {
        // Before anything parses it: a parsed address is written anew when it is read back.
        SentLocation = message.Headers.NonValidated.TryGetValues("Location", out var sent) ? sent.ToString() : null;
        _message = message;
        Url = url;
        Text = text;
    }

    /// <summary>Where it came from.</summary>
    public Uri Url { get; }

    public HttpStatusCode Status => _message.StatusCode;

    public string Text { get; }

    /// <summary>Where it sends the browser; null when nowhere.</summary>
    public Uri? Location => _message.Headers.Location is { } to ? new Uri(Url, to) : null;

    /// <summary>The Location header byte for byte; null where there is none.</summary>
    public string? SentLocation { get; }

    /// <summary>The members of <see cref="Location"/>'s query.</summary>
    public IReadOnlyDictionary<string, string> Query => Members(Location?.Query);

    /// <summary>The members of <see cref="Location"/>'s fragment.</summary>
    public IReadOnlyDictionary<string, string> Fragment => Members(Location?.Fragment.TrimStart('#'));

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The body as a page.</summary>
    public IHtmlDocument Page => _page ??= new HtmlParser().ParseDocument(Text);

    /// <summary>The page's main form: the first that posts.</summary>
    public IHtmlFormElement Form =>
        Page.QuerySelector("form[method=post i]") as IHtmlFormElement
        ?? throw new InvalidOperationException($"No form that posts on {this}");

    /// <summary>A member of the JSON body; null where it is absent.</summary>
    public string? this[string member] =>
        Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    /// <summary>A header, its values joined by a comma; null where it is absent.</summary>
    public string? Header(string name) =>
        _message.Headers.TryGetValues(name, out var values) || _message.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>All headers but the time and the attempt's id, which is new each time; one a line.</summary>
    public string Headers => string.Join('\n', _message.Headers.Concat(_message.Content.Headers)
        .Where(h => h.Key is not ("Date" or "Attempt-Id")).OrderBy(h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}"));

    public override string ToString() => $"{(int)Status} from {Url}: {(Text.Length > 600 ? Text[..600] + "…" : Text)}";

    internal static async Task<Reply> ReadAsync(HttpResponseMessage message)
    {
        var text = await message.Content.ReadAsStringAsync();
        return new Reply(message, message.RequestMessage?.RequestUri ?? new Uri("about:blank"), text);
    }

    private static Dictionary<string, string> Members(string? encoded)
    {
        var parsed = HttpUtility.ParseQueryString(encoded ?? "");
        return parsed.AllKeys.OfType<string>()
            .ToDictionary(k => k, k => parsed[k] ?? "", StringComparer.Ordinal);
    }
}
