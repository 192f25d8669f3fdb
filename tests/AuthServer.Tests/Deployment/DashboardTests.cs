using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.AdminApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Logout;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Deployment;

/// <summary>Every graph and every alert asks for metrics that there are, with labels that they have.</summary>
public sealed partial class DashboardTests(DashboardTests.Busy server) : IClassFixture<DashboardTests.Busy>
{
    /// <summary>What Prometheus itself adds to each target.</summary>
    private static readonly string[] OfPrometheus = ["up"];

    [Fact]
    public async Task Every_metric_that_is_asked_for_exists()
    {
        var scrape = await server.AfterAllHappenedAsync();
        var asked = Expressions().SelectMany(e => PromQl.MetricsOf(e).Select(metric => (Metric: metric, Expression: e))).ToList();
        Assert.True(asked.Count > 20, "the files were not read");
        Assert.DoesNotContain(asked, a => !scrape.Names.Contains(a.Metric) && !OfPrometheus.Contains(a.Metric));
    }

    [Fact]
    public async Task Every_label_that_is_asked_for_exists()
    {
        var scrape = await server.AfterAllHappenedAsync();
        foreach (var expression in Expressions())
        {
            var metrics = PromQl.MetricsOf(expression).Except(OfPrometheus).ToList();
            var labels = Labels().Matches(expression).SelectMany(m => m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries));
            foreach (var label in labels.Except(["instance", "le"]))
                Assert.All(metrics, metric => Assert.Matches($"(?m)^{metric}{{.*\\b{label}=\"", scrape.Text));
        }
    }

    [Fact]
    public async Task Everything_that_is_ours_is_shown()
    {
        var scrape = await server.AfterAllHappenedAsync();
        var shown = Expressions().SelectMany(PromQl.MetricsOf).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(scrape.Names, n => n.StartsWith("authserver_", StringComparison.Ordinal) && !shown.Contains(n));
    }

    [Fact]
    public async Task Everything_that_is_ours_is_written_down_with_its_labels()
    {
        var scrape = await server.AfterAllHappenedAsync();
        var page = File.ReadLines(Repository.PathOf("docs", "operation.md"))
            .Select(line => MetricRow().Match(line)).Where(m => m.Success)
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        var ours = scrape.Names.Where(n => n.StartsWith("authserver_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(ours, page.Keys.Order(StringComparer.Ordinal));
        foreach (var (metric, labels) in page)
        {
            var series = scrape.Text.Split('\n').First(line => line.StartsWith(metric, StringComparison.Ordinal)
                && line[metric.Length] is '{' or ' ');
            Assert.Equal(
                LabelName().Matches(labels).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal),
                SeriesLabel().Matches(series).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("sum by (a, b) (rate(x_total{c=\"d_total\"}[$__rate_interval])) or vector(0)", "x_total")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(y_bucket[5m]))) > 1e3", "y_bucket")]
    [InlineData("a_seconds / on (instance) group_left (job) b unless up == 0", "a_seconds", "b", "up")]
    public void Names_of_metrics_are_found(string expression, params string[] metrics) =>
        Assert.Equal(metrics, PromQl.MetricsOf(expression));

    [Fact]
    public void Dashboard_reads_from_the_source_that_is_provisioned()
    {
        var source = File.ReadAllText(Repository.PathOf("deploy", "compose", "grafana", "datasources", "prometheus.yml"));
        Assert.Contains("uid: prometheus", source, StringComparison.Ordinal);
        Assert.All(Panels().Where(p => p.TryGetProperty("targets", out _)), panel =>
            Assert.Equal("prometheus", panel.GetProperty("datasource").GetProperty("uid").GetString()));
        Assert.Single(Directory.GetFiles(Repository.PathOf("deploy", "compose", "grafana", "dashboards"), "*.json"));
    }

    private static List<JsonElement> Panels() =>
        [.. JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "compose", "grafana", "dashboards", "authserver.json")))
            .RootElement.GetProperty("panels").EnumerateArray()];

    private static IEnumerable<string> Expressions() =>
        Panels().Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!) // each has one
            .Concat(File.ReadLines(Repository.PathOf("deploy", "compose", "alerts.yml"))
                .Select(line => line.Trim()).Where(line => line.StartsWith("expr: ", StringComparison.Ordinal)).Select(line => line[6..]));

    [GeneratedRegex(@"^\| `(authserver_\w+)` \| ([^|]*) \|")]
    private static partial Regex MetricRow();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex LabelName();

    [GeneratedRegex("""([a-z_]+)=["]""")]
    private static partial Regex SeriesLabel();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Labels();

    /// <summary>A server to which everything happens that is counted.</summary>
    public sealed class Busy : StandardServer, IAsyncLifetime
    {
        private readonly ChoosySmtp _smtp = new();
        private Task<Scrape>? _scrape;

        protected override IEnumerable<(string Name, string Value)> Settings =>
        [
            .. base.Settings, ("RateLimits:Enabled", "true"), ("RateLimits:FailedClientsPerMinute", "1"), ("Otp:Lifetime", "2s"),
            ("Email:Transport", "Smtp"), ("Email:Smtp:Host", "127.0.0.1"), ("Email:Smtp:Security", "None"),
            ("Email:Smtp:Port", _smtp.Port.ToString(CultureInfo.InvariantCulture)),
        ];

        protected override string Declarations
        {
            get
            {
                var document = Document;
                document["registration"] = new JsonArray(new JsonObject { ["kind"] = "user", ["role"] = "user" });
                return document.ToJsonString();
            }
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await _smtp.DisposeAsync();
        }

        internal Task<Scrape> AfterAllHappenedAsync() => _scrape ??= HappenAsync();

        private async Task<Scrape> HappenAsync()
        {
            using var ada = await Person.NewAsync(this);
            using var desk = new Desk(this);
            var first = (await ada.TokensAsync("web"))["refresh_token"]!;
            await desk.RefreshAsync("web", first);
            await this.AgeAsync(await this.GivenAsync(ada, "web"), TimeSpan.FromMinutes(5));
            Outcome.T400(await desk.RefreshAsync("web", first), "invalid_grant");
            Reply refused;
            do
                refused = await desk.Channel.TokenAsync(ClientLogin.Basic("machine", "wrong"), ("grant_type", "client_credentials"));
            while (refused.Status != HttpStatusCode.TooManyRequests);

            foreach (var name in new[] { "dead", "well", "slow" })
            {
                var registered = await desk.Channel.PostRawAsync(
                    "/api/account/register",
                    $$"""{"email":"{{name}}@example.org","password":"{{Password}}","full_name":"Some One"}""", "application/json");
                Assert.True(registered.Status == HttpStatusCode.Accepted, registered.ToString());
            }

            await OweNoticesAsync();
            await OweEventsAsync();

            // The outbox is swept every three seconds, and measured every ten.
            string[] last = ["authserver_messages_dead_total", "authserver_messages_expired_total", "authserver_messages_sent_total",
                "authserver_messages_retried_total", "authserver_logout_notices_delivered_total", "authserver_purged_total"];
            return await Eventually.SeeAsync(() => Scrape.TakeAsync(Node.Address), scrape => last.All(scrape.Names.Contains));
        }

        /// <summary>One notice is taken; the other is refused, tried again and given up.</summary>
        private async Task OweNoticesAsync()
        {
            await using var apps = await RelyingParty.StartAsync();
            using var grace = await Person.NewAsync(this);
            await grace.TokensAsync(await apps.NewClientAsync(this));
            await grace.SignOutAsync();
            await Eventually.TrueAsync(() => apps.Notices.Count == 1);

            apps.Answer = _ => Task.FromResult(400);
            using var alan = await Person.NewAsync(this);
            var gone = await apps.NewClientAsync(this);
            await alan.TokensAsync(gone);
            await alan.SignOutAsync();
            await Eventually.TrueAsync(() => apps.Notices.Count == 2);
            await this.ChangeAsync(gone, "UPDATE clients SET document = document - 'backchannel_logout_uri' WHERE client_id = $1");
            await Eventually.TrueAsync(async () =>
            {
                await ExecuteAsync(
                    "UPDATE logout_notices SET next_attempt_at = now() WHERE client_id = $1 AND state = 1 AND lease_until IS NULL", gone);
                return await ScalarAsync<short>("SELECT state FROM logout_notices WHERE client_id = $1", gone) == 3;
            });
        }

        /// <summary>One event is taken; the other is refused, tried again and given up.</summary>
        private async Task OweEventsAsync()
        {
            await using var receiver = await WebhookReceiver.StartAsync();
            using var admin = await Administrator.NewAsync(this);
            string[] events = ["user.locked"];
            var hook = (await admin.PostAsync("webhooks", new { url = receiver.Url, events })).Is(HttpStatusCode.Created);
            await LockSomebodyAsync(admin);
            await Eventually.TrueAsync(() => receiver.All.Count == 1);

            receiver.Answer = _ => Task.FromResult(400);
            await LockSomebodyAsync(admin);
            await Eventually.TrueAsync(() => receiver.All.Count == 2);
            var id = Guid.Parse(hook["id"]!);
            await ExecuteAsync("UPDATE webhooks SET enabled = false WHERE id = $1", id);
            await Eventually.TrueAsync(async () =>
            {
                await ExecuteAsync(
                    "UPDATE webhook_deliveries SET next_attempt_at = now() WHERE webhook_id = $1 AND state = 1 AND lease_until IS NULL", id);
                return await ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries WHERE webhook_id = $1 AND state = 3", id) == 1;
            });
        }

        private async Task LockSomebodyAsync(Administrator admin) =>
            (await admin.PostAsync($"users/{await this.IdOfAsync(await this.NewUserAsync())}/lock")).Is(HttpStatusCode.NoContent);
    }
}
