using System.Net;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Hosting;

/// <summary>What is counted, and what is not said.</summary>
public sealed class MetricsTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    public async Task What_happens_is_counted()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var before = await Scrape.TakeAsync(server.Node.Address);

        await TryToSignInAsync(ada, "Wrong-Password-1");
        var code = await ada.CodeAsync("web");
        var tokens = await desk.RedeemAsync("web", code);
        var second = await desk.RefreshAsync("web", tokens["refresh_token"]!);
        await desk.RedeemAsync("web", code);
        await desk.MachineAsync("machine");
        var other = await ada.TokensAsync("opaque");
        await desk.RevokeAsync("opaque", other["access_token"]!);
        var lone = (await ada.TokensAsync("steady"))["refresh_token"]!;
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(HttpStatusCode.OK, (await desk.RefreshAsync("steady", lone)).Status);

        var after = await Scrape.TakeAsync(server.Node.Address);
        Assert.Equal(1, Rise("authserver_sign_ins_total", "method=\"password\"", "outcome=\"refused\""));
        Assert.Equal(1, Rise("authserver_sign_ins_total", "method=\"password\"", "outcome=\"accepted\""));
        Assert.Equal(3, Rise("authserver_codes_redeemed_total", "outcome=\"redeemed\""));
        Assert.Equal(1, Rise("authserver_codes_redeemed_total", "outcome=\"replayed\""));
        Assert.Equal(2, Rise("authserver_tokens_issued_total", "grant=\"authorization_code\"", "format=\"jwt\""));
        Assert.Equal(1, Rise("authserver_tokens_issued_total", "grant=\"authorization_code\"", "format=\"opaque\""));
        Assert.Equal(2, Rise("authserver_tokens_issued_total", "grant=\"refresh_token\"", "format=\"jwt\""));
        Assert.Equal(1, Rise("authserver_tokens_issued_total", "grant=\"client_credentials\"", "format=\"jwt\""));
        Assert.Equal(1, Rise("authserver_revocations_total", "kind=\"authorization\""));
        Assert.Equal(1, Rise("authserver_revocations_total", "kind=\"token\""));
        Assert.Equal(2, Rise("authserver_password_hashes_total"));
        Assert.Equal(0, after.Sum("authserver_password_hashes_busy"));
        Assert.Equal(0, after.Sum("authserver_password_hashes_waiting"));
        Assert.InRange(after.Sum("authserver_feed_lag_seconds"), 0, 60);
        Assert.InRange(after.Sum("authserver_keys_age_seconds", "algorithm=\"ES256\""), 0, 3_600);
        Assert.True(Rise("http_server_request_duration_seconds_count", "http_route=\"/connect/token\"") >= 7);

        double Rise(string name, params string[] labels) => after.Sum(name, labels) - before.Sum(name, labels);
    }

    [Fact]
    public async Task Refresh_token_that_comes_too_late_is_counted_and_ends_its_authorization()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        var first = (await ada.TokensAsync("web"))["refresh_token"]!;
        await desk.RefreshAsync("web", first);
        await server.AgeAsync(await server.GivenAsync(ada, "web"), TimeSpan.FromMinutes(5));
        var before = await Scrape.TakeAsync(server.Node.Address);
        Outcome.T400(await desk.RefreshAsync("web", first), "invalid_grant");
        var after = await Scrape.TakeAsync(server.Node.Address);
        Assert.True(after.Sum("authserver_refresh_tokens_reused_total") > before.Sum("authserver_refresh_tokens_reused_total"));
    }

    [Fact]
    public async Task LOG_10_Labels_hold_nothing_that_a_person_or_a_client_made_up()
    {
        using var ada = await Person.NewAsync(server);
        using var desk = new Desk(server);
        await TryToSignInAsync(ada, "Guessed-Pa55word");
        var tokens = await ada.TokensAsync("web", ("state", "st4te-of-web"));
        await ada.Browser.GetAsync("/no/such/path-of-mine?q=asked-for");
        await desk.Channel.TokenAsync(StandardServer.Login("web"), ("grant_type", "urn:my:own"), ("username", "joe"));
        await desk.RevokeAsync("web", tokens["refresh_token"]!);

        var text = (await Scrape.TakeAsync(server.Node.Address)).Text;
        string[] private_ =
        [
            ada.Email, (await server.IdOfAsync(ada.Email)).ToString(), "st4te-of-web", "Guessed-Pa55word", "path-of-mine", "asked-for",
            "urn:my:own", "joe", tokens["access_token"]!, tokens["refresh_token"]!, "app.example", StandardServer.Secret, "Password=",
        ];
        Assert.All(private_, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Health_checks_and_scrapes_are_not_measured()
    {
        await Scrape.TakeAsync(server.Node.Address);
        using var channel = server.NewBackChannel();
        await channel.GetAsync("/health/ready");
        Assert.DoesNotContain("/health", (await Scrape.TakeAsync(server.Node.Address)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_GET_scrapes()
    {
        using var channel = server.NewBackChannel();
        var refused = await channel.PostRawAsync("/metrics", "a=b");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.Status);
        Assert.Equal("GET", refused.Header("Allow"));
    }

    private static async Task TryToSignInAsync(Person person, string password)
    {
        var page = await person.Browser.GetAsync("/account/login");
        await person.Browser.SubmitAsync(page, ("Email", person.Email), ("Password", password));
    }
}
