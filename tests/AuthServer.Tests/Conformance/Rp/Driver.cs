using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>
/// A person with a browser who signs in where asked and allows what is asked; it counts both, and keeps everything that
/// reached the relying party.
/// </summary>
internal sealed class Driver(Browser browser, Uri server, string email, string password)
{
    private readonly List<Delivery> _deliveries = [];

    /// <summary>How often the sign-in form was shown.</summary>
    public int SignIns { get; private set; }

    /// <summary>How often consent was asked for.</summary>
    public int Consents { get; private set; }

    /// <summary>How often the page asked whether to sign out.</summary>
    public int SignOuts { get; private set; }

    /// <summary>Whether the person presses buttons; else they look at the first page and leave.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Everything that reached the relying party, in order.</summary>
    public IReadOnlyList<Delivery> Deliveries => _deliveries;

    public async Task<Visit> OpenAsync(string url) => await GoOnAsync(await browser.GetAsync(url));

    public async Task<Visit> PostAsync(string url, params (string Name, string Value)[] members) =>
        await GoOnAsync(await browser.PostAsync(url, members));

    private async Task<Visit> GoOnAsync(Reply reply)
    {
        for (var pages = 0; pages < 8; pages++)
        {
            reply = await browser.FollowAsync(reply);
            if (reply.Location is not null)
                return Arrived(reply, Delivery.ByRedirect(reply));
            if (PostsElsewhere(reply))
                return Arrived(reply, Delivery.ByForm(reply));
            if (await AnswerAsync(reply) is not { } next)
                return new Visit(reply, null);
            reply = next;
        }

        throw new InvalidOperationException($"The server asks on and on, at last {reply}");
    }

    private async Task<Reply?> AnswerAsync(Reply page)
    {
        switch (page.Url.AbsolutePath)
        {
            case "/account/login":
                SignIns++;
                return Answers ? await browser.SubmitAsync(page, ("Email", email), ("Password", password)) : null;
            case "/account/consent":
                Consents++;
                return Answers ? await browser.SubmitAsync(page, ("decision", "allow")) : null;
            case "/account/logout" when page.Page.QuerySelector("form[method=post i]") is not null:
                SignOuts++;
                return Answers ? await browser.SubmitAsync(page) : null;
            default:
                return null;
        }
    }

    private Visit Arrived(Reply reply, Delivery delivery)
    {
        _deliveries.Add(delivery);
        return new Visit(reply, delivery);
    }

    private bool PostsElsewhere(Reply reply) =>
        reply.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true
        && reply.Page.QuerySelector("form[method=post i]")?.GetAttribute("action") is { Length: > 0 } action
        && new Uri(reply.Url, action).Authority != server.Authority;
}
