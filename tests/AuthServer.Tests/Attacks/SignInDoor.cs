using System.Net;
using System.Net.Http.Json;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>What comes of an address and a password.</summary>
internal enum Said
{
    In,
    Refused,
    Locked,
    Unverified,
    Throttled,
    Busy,

    /// <summary>Not looked at: something is missing.</summary>
    Incomplete,
}

/// <summary>One of the ways in by password, and somebody who stands before it.</summary>
internal abstract class SignInDoor : IDisposable
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["page", "api"];

    /// <summary>The same for theories.</summary>
    public static TheoryData<string> All => [.. Names];

    /// <param name="name">One of <see cref="Names"/>.</param>
    public static SignInDoor Of(string name, Uri node, string? from = null) =>
        name == "page" ? new Pages(node, from) : new Api(node, from);

    /// <summary>Sent along with every try.</summary>
    public (string Name, string Value)[] Headers { get; set; } = [];

    /// <summary>Tries once.</summary>
    public async Task<Said> TryAsync(string email, string password) => Judge(await PostAsync(email, password));

    /// <summary>So many people come at once, all with the same.</summary>
    public static async Task<Said[]> TryTogetherAsync(string name, Uri node, int people, string email, string password)
    {
        var doors = Enumerable.Range(0, people).Select(_ => Of(name, node)).ToList();
        await Task.WhenAll(doors.Select(d => d.ArriveAsync()));
        var said = await Task.WhenAll(doors.Select(d => d.TryAsync(email, password)));
        doors.ForEach(d => d.Dispose());
        return said;
    }

    /// <summary>Does what comes before a try.</summary>
    public abstract Task ArriveAsync();

    /// <summary>The answer as it came.</summary>
    public abstract Task<Reply> PostAsync(string email, string password);

    /// <summary>What an answer means.</summary>
    public abstract Said Judge(Reply reply);

    /// <summary>An answer without what differs from one to the next in any case.</summary>
    public abstract string Neutral(Reply reply, string email);

    public abstract void Dispose();

    private sealed class Pages(Uri node, string? from) : SignInDoor
    {
        private Browser _browser = new(node, from);
        private Task<Reply>? _page;

        public override Task ArriveAsync() => _page ??= _browser.GetAsync("/account/login");

        public override async Task<Reply> PostAsync(string email, string password)
        {
            var browser = _browser;
            browser.Headers = Headers;
            var page = await (_page ??= browser.GetAsync("/account/login"));
            var reply = await browser.SubmitAsync(page, ("Email", email), ("Password", password));
            // Whoever is in comes back as somebody new: the form that is open was nobody's.
            if (reply.Location is not null)
                (_browser, _page) = (new Browser(node, from), null);
            return reply;
        }

        public override Said Judge(Reply reply)
        {
            if (reply.Location is { } to)
                return to.AbsolutePath == "/account/verify" ? Said.Unverified : Said.In;
            if (reply.Status == HttpStatusCode.ServiceUnavailable && reply.Header("Retry-After") is not null)
                return Said.Busy;
            Outcome.GivesNothingAway(reply);
            return reply.Status switch
            {
                HttpStatusCode.TooManyRequests => Problem(reply).Contains("people", StringComparison.Ordinal) ? Said.Busy : Said.Throttled,
                HttpStatusCode.OK => Problem(reply).Contains("match", StringComparison.Ordinal) ? Said.Refused : Said.Locked,
                _ => throw new InvalidOperationException(reply.ToString()),
            };
        }

        public override string Neutral(Reply reply, string email)
        {
            foreach (var token in reply.Page.QuerySelectorAll("input[name=form]"))
                token.Remove();
            return $"{reply.Status} {reply.Location} {reply.Header("Cache-Control")} {reply.Header("Retry-After")} "
                + reply.Page.DocumentElement.OuterHtml.Replace(email, "x", StringComparison.Ordinal);
        }

        public override void Dispose() => _browser.Dispose();

        private static string Problem(Reply reply) =>
            reply.Page.QuerySelector("#problem")?.TextContent ?? throw new InvalidOperationException(reply.ToString());
    }

    private sealed class Api(Uri node, string? from) : SignInDoor
    {
        private readonly BackChannel _app = new(node, from);

        public override Task ArriveAsync() => Task.CompletedTask;

        public override Task<Reply> PostAsync(string email, string password)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/login")
            {
                Content = JsonContent.Create(new { email, password, client_id = PasswordServer.FirstParty }),
            };
            foreach (var (name, value) in Headers)
                request.Headers.TryAddWithoutValidation(name, value);
            return _app.SendAsync(request);
        }

        public override Said Judge(Reply reply)
        {
            if (reply.Status == HttpStatusCode.OK && reply["access_token"] is not null)
                return Said.In;
            if (reply.Status == HttpStatusCode.ServiceUnavailable && reply.Header("Retry-After") is not null)
                return Said.Busy;
            Outcome.GivesNothingAway(reply);
            return ((int)reply.Status, reply["code"]) switch
            {
                (401, "invalid_credentials") => Said.Refused,
                (403, "locked") => Said.Locked,
                (403, "verification_required") => Said.Unverified,
                (422, "validation_failed") => Said.Incomplete,
                (429, "busy") => Said.Busy,
                (429, "too_many_requests") => Said.Throttled,
                _ => throw new InvalidOperationException(reply.ToString()),
            };
        }

        public override string Neutral(Reply reply, string email) =>
            $"{reply.Status} {reply.Header("Content-Type")} {reply.Header("Cache-Control")} {reply.Header("Retry-After")} {reply.Text}";

        public override void Dispose() => _app.Dispose();
    }
}
