using System.Net;
using System.Text;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Core.Tests.Outbound;

/// <summary>Calls to real servers, of which some are the operator's own.</summary>
public sealed class GuardedCallsTests
{
    private static readonly KeyValuePair<string, string>[] Form = [new("logout_token", "a.b+c")];

    [Fact]
    public async Task A_document_comes_with_its_type_and_its_age()
    {
        using var host = StoryHost.Saying("{}", "Content-Type: Application/JSON; charset=utf-8\r\nCache-Control: public, max-age=90\r\n");
        using var calls = Calls.InDevelopment();

        var document = await calls.GetAsync(host.Url + "jwks?a=b", default);

        Assert.NotNull(document);
        Assert.Equal("{}", Encoding.ASCII.GetString(document.Content.Span));
        Assert.Equal("application/json", document.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(90), document.MaxAge);
        var request = Assert.Single(host.Requests);
        Assert.StartsWith("GET /jwks?a=b HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Accept-Encoding", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_is_posted_and_only_the_status_of_its_answer_comes_back()
    {
        using var host = new StoryHost((stream, ct) => StoryHost.WriteAsync(stream, "HTTP/1.1 400 Bad\r\nContent-Length: 999999\r\n\r\n", ct));
        using var calls = Calls.InDevelopment();

        Assert.Equal(400, await calls.PostAsync(host.Url, Form, default));
        var request = Assert.Single(host.Requests);
        Assert.Contains("Content-Type: application/x-www-form-urlencoded", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.5", "127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task SSR_12_SSR_24_a_name_that_leads_inside_is_not_connected_to(params string[] addresses)
    {
        using var host = StoryHost.Saying("{}");
        using var calls = Calls.InProduction(Calls.To(addresses));

        Assert.Null(await calls.GetAsync($"https://rp.example.com:{host.Port}/", default));
        Assert.Null(await calls.PostAsync($"https://rp.example.com:{host.Port}/", Form, default));
        Assert.Null(await calls.GetAsync($"https://127.0.0.1:{host.Port}/", default));
        Assert.Null(await calls.GetAsync($"http://localhost:{host.Port}/", default));
        Assert.Equal(0, host.Connections);
    }

    [Fact]
    public async Task SSR_13_a_name_is_looked_up_once_and_what_was_judged_is_connected_to()
    {
        using var judged = StoryHost.Saying("judged", address: "127.0.0.2");
        using var rebound = StoryHost.Saying("rebound", port: judged.Port);
        var lookups = 0;
        Task<IPAddress[]> Rebinding(string _) =>
            Task.FromResult<IPAddress[]>([IPAddress.Parse(Interlocked.Increment(ref lookups) == 1 ? "127.0.0.2" : "127.0.0.1")]);
        using var calls = Calls.InDevelopment(Rebinding);

        var document = await calls.GetAsync($"http://rp.example.com:{judged.Port}/", default);

        Assert.Equal("judged", Encoding.ASCII.GetString(document!.Content.Span));
        Assert.Equal(1, lookups);
        Assert.Equal(0, rebound.Connections);
    }

    [Fact]
    public async Task SSR_13_a_name_that_was_outside_when_registered_is_refused_once_it_leads_inside()
    {
        using var host = StoryHost.Saying("{}");
        var address = "203.0.114.1";
        using var calls = Calls.InProduction(_ => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        var url = $"https://rp.example.com:{host.Port}/";
        Assert.Null(calls.Judge(url));

        address = "127.0.0.1";

        Assert.Null(await calls.GetAsync(url, default));
        Assert.Equal(0, host.Connections);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task SSR_14_a_redirect_is_not_followed(int status)
    {
        using var secret = StoryHost.Saying("secret");
        using var host = new StoryHost((stream, ct) => StoryHost.WriteAsync(
            stream, $"HTTP/1.1 {status} Go\r\nLocation: {secret.Url}\r\nContent-Length: 0\r\n\r\n", ct));
        using var calls = Calls.InDevelopment();

        Assert.Null(await calls.GetAsync(host.Url, default));
        Assert.Equal(status, await calls.PostAsync(host.Url, Form, default));
        Assert.Equal(0, secret.Connections);
    }

    [Fact]
    public async Task SSR_16_every_failure_is_the_same_nothing_and_the_log_alone_knows_why()
    {
        using var host = new StoryHost((stream, ct) => StoryHost.WriteAsync(
            stream, "HTTP/1.1 500 Database password is hunter2\r\nContent-Length: 7\r\n\r\nhunter2", ct));
        var closed = Ports.Free();
        var log = new Recorder();
        using var calls = Calls.InDevelopment(log: log);

        Assert.Null(await calls.GetAsync(host.Url + "secret-path", default));
        Assert.Null(await calls.GetAsync($"http://127.0.0.1:{closed}/", default));
        Assert.Null(await calls.GetAsync("http://no-such-host.invalid/", default));
        Assert.Null(await calls.GetAsync("http://169.254.169.254/", default));

        Assert.Equal(4, log.Lines.Count);
        Assert.DoesNotContain(log.Lines, l => l.Text.Contains("hunter2", StringComparison.Ordinal)
            || l.Text.Contains("secret-path", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Text.Contains("127.0.0.1", StringComparison.Ordinal)
            && l.Text.Contains("it answers 500", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SSR_27_no_proxy_of_the_environment_is_asked()
    {
        using var proxy = StoryHost.Saying("from the proxy");
        using var host = StoryHost.Saying("from the host");
        // What the environment says is read once a process, into this: whoever is not pinned goes by it.
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Url, BypassOnLocal: true);
        try
        {
            using var gullible = new HttpClient();
            Assert.Equal("from the proxy", await gullible.GetStringAsync($"http://rp.example.com:{host.Port}/"));
            using var calls = Calls.InDevelopment(Calls.To("127.0.0.1"));

            var document = await calls.GetAsync($"http://rp.example.com:{host.Port}/", default);

            Assert.Equal("from the host", Encoding.ASCII.GetString(document!.Content.Span));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task Cookies_are_neither_kept_nor_sent()
    {
        using var host = StoryHost.Saying("{}", "Set-Cookie: a=b\r\nConnection: close\r\n");
        using var calls = Calls.InDevelopment();

        await calls.GetAsync(host.Url, default);
        await calls.GetAsync(host.Url, default);

        Assert.DoesNotContain("Cookie", host.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_goes_away_is_not_answered_with_nothing()
    {
        using var host = new StoryHost((_, ct) => Task.Delay(Timeout.Infinite, ct));
        using var calls = Calls.InDevelopment();
        using var gone = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.GetAsync(host.Url, gone.Token));
    }
}
