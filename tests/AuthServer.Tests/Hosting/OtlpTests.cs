using System.Text;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>What a collector is sent, and what it is not.</summary>
public sealed class OtlpTests(OtlpTests.Watched server) : IClassFixture<OtlpTests.Watched>
{
    [Fact]
    public async Task Traces_and_metrics_arrive_with_nothing_secret_or_personal_in_them()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var code = await ada.CodeAsync("web", ("state", "st4te-of-web"));
        var tokens = await desk.RedeemAsync("web", code);
        await desk.RefreshAsync("web", tokens["refresh_token"]!);
        await desk.UserInfoAsync(tokens["access_token"]!);
        await desk.Channel.GetAsync("/health/ready");
        await desk.Channel.GetAsync("/no/such/path-of-mine?q=asked-for");
        await desk.Channel.GetAsync("/metrics");

        await Eventually.TrueAsync(() =>
            Traces.Contains("GET /connect/userinfo", StringComparison.Ordinal)
            && Traces.Contains("POST /connect/token", StringComparison.Ordinal)
            && server.Collector.Taken("/otlp/v1/metrics").Contains("authserver.tokens.issued", StringComparison.Ordinal));
        Assert.Contains("http.response.status_code", Traces, StringComparison.Ordinal);
        Assert.Contains("db.system", Traces, StringComparison.Ordinal);

        string[] secret =
        [
            code, tokens["access_token"]!, tokens["refresh_token"]!, tokens["id_token"]!, StandardServer.Secret, StandardServer.Password,
            "st4te-of-web", Person.Verifier, Person.Challenge, "asked-for", "path-of-mine", ada.Email,
            (await server.IdOfAsync(ada.Email)).ToString(), "Username=",
        ];
        Assert.All(secret, word => Assert.DoesNotContain(word, Everything, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("/health", Traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/metrics", Traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LOG_11_caller_has_no_say_in_what_is_traced_and_adds_nothing_to_it()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var channel = server.NewBackChannel();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-00f067aa0ba902b7-00"); // 00: not to be recorded
        request.Headers.TryAddWithoutValidation("tracestate", "vendor=mallory-of-state");
        request.Headers.TryAddWithoutValidation("baggage", "user.id=mallory-of-baggage,enduser.id=mallory-of-baggage");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await channel.SendAsync(request)).Status);

        await Eventually.TrueAsync(() => Traces.Contains(Encoding.Latin1.GetString(Convert.FromHexString(Trace)), StringComparison.Ordinal));
        Assert.DoesNotContain("mallory-of-baggage", Everything, StringComparison.Ordinal);
    }

    private string Traces => server.Collector.Taken("/otlp/v1/traces");

    private string Everything => string.Concat(server.Collector.Paths.Select(server.Collector.Taken));

    /// <summary>A server that reports to a collector, below a path of it.</summary>
    public sealed class Watched : StandardServer, IAsyncLifetime
    {
        internal Collector Collector { get; private set; } = null!; // set before any test runs

        protected override IEnumerable<(string Name, string Value)> Settings =>
        [
            .. base.Settings, ("Otlp:Endpoint", Collector.Address + "/otlp"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        ];

        async Task IAsyncLifetime.InitializeAsync()
        {
            Collector = await Collector.StartAsync();
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await Collector.DisposeAsync();
        }
    }
}
