using System.Net;
using AngleSharp.Html.Dom;

namespace AuthServer.Tests.Fixtures;

/// <summary>A browser without script: it keeps cookies, posts forms as they stand, and follows nothing unasked.</summary>
public sealed class Browser : IDisposable
{
    private const int LongBody = 64 * 1024;

    private readonly HttpClient _http;
    private readonly Uri _home;

    /// <param name="from">The loopback address that it comes from; null: any.</param>
    public Browser(Uri home, string? from = null)
    {
        _home = home;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = Loopback.From(from),
        })
        {
            BaseAddress = home,
            Timeout = TimeSpan.FromSeconds(60),
        };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*;q=0.8");
    }

    /// <summary>To look at, to steal from and to plant into.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Sent along with every form, besides what a browser sends.</summary>
    public (string Name, string Value)[] Headers { get; set; } = [];

    /// <summary>Opens an address, absolute or of the server.</summary>
    public async Task<Reply> GetAsync(string url)
    {
        using var answer = await _http.GetAsync(new Uri(_home, url));
        return await Reply.ReadAsync(answer);
    }

    /// <summary>Posts exactly these members.</summary>
    public async Task<Reply> PostAsync(string url, params (string Name, string Value)[] members)
    {
        using var body = new FormUrlEncodedContent(members.Select(m => KeyValuePair.Create(m.Name, m.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_home, url)) { Content = body };
        request.Headers.Add("Origin", _home.GetLeftPart(UriPartial.Authority)); // as a browser does
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        // A server that refuses the size hangs up, and its answer may be lost to who is still sending.
        request.Headers.ExpectContinue = body.Headers.ContentLength > LongBody;
        using var answer = await _http.SendAsync(request);
        return await Reply.ReadAsync(answer);
    }

    /// <summary>
    /// Presses the main form's button: hidden members, ticks and defaults are sent as they stand, <paramref name="entries"/>
    /// are what the person typed. A button is an entry too: <c>("decision", "allow")</c>.
    /// </summary>
    public Task<Reply> SubmitAsync(Reply page, params (string Name, string Value)[] entries)
    {
        var form = page.Form;
        var kept = Filled(form).Where(m => entries.All(e => e.Name != m.Name));
        var action = form.GetAttribute("action") is { Length: > 0 } to ? new Uri(page.Url, to) : page.Url;
        return PostAsync(action.ToString(), [.. kept, .. entries]);
    }

    /// <summary>Follows redirects for as long as they stay on the server.</summary>
    public async Task<Reply> FollowAsync(Reply reply)
    {
        for (var hops = 0; reply.Location is { } to && to.Authority == _home.Authority; hops++)
        {
            if (hops == 10)
                throw new InvalidOperationException($"Ten redirects, the last to {to}");
            reply = await GetAsync(to.ToString());
        }

        return reply;
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<(string Name, string Value)> Filled(IHtmlFormElement form)
    {
        foreach (var field in form.Elements)
        {
            switch (field)
            {
                case IHtmlInputElement { Name.Length: > 0, IsDisabled: false } input
                    when input.Type is not ("submit" or "button" or "image" or "reset" or "file")
                        && (input.Type is not ("checkbox" or "radio") || input.IsChecked):
                    yield return (input.Name, input.Value);
                    break;
                case IHtmlSelectElement { Name.Length: > 0, IsDisabled: false } select:
                    yield return (select.Name, select.Value ?? "");
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0, IsDisabled: false } text:
                    yield return (text.Name, text.Value);
                    break;
            }
        }
    }
}
