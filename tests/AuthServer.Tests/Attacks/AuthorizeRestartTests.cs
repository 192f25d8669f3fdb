using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section AUR: a node that dies, and the one that people find afterwards.</summary>
public sealed class AuthorizeRestartTests : IAsyncLifetime
{
    private readonly MortalServer _server = new();

    [Fact]
    public async Task AUR_41_node_dies_between_code_and_redirect()
    {
        using var ada = await Person.NewAsync(_server);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));
        // The answers of these two never arrive.
        var orphan = Outcome.Code(await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted")), _server);
        var spent = await ada.CodeAsync("web");
        var lost = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("web", ("prompt", "consent"))));
        var hint = (await ada.TokensAsync("trusted"))["id_token"];
        var written = await _server.ScalarAsync<long>("SELECT count(*) FROM authorizations");
        await _server.Node.KillAsync();

        await using var next = await _server.StartNodeAsync(("Issuer", "http://moved.example"));
        using var browser = new Browser(next.Address);
        foreach (System.Net.Cookie kept in ada.Browser.Cookies.GetCookies(_server.Node.Address))
            browser.Cookies.Add(next.Address, new System.Net.Cookie(kept.Name, kept.Value, "/"));

        // Nobody signs in again: the app's own retry is answered at once, and the page that was open still works.
        var retried = await browser.GetAsync(Person.AuthorizeUrl("trusted"));
        Assert.True(retried.Query.ContainsKey("code"), retried.ToString());
        var page = await browser.GetAsync(lost.Url.PathAndQuery);
        var answered = await browser.FollowAsync(await browser.SubmitAsync(page, ("decision", "allow")));
        Assert.True(answered.Query.ContainsKey("code"), answered.ToString());

        // An ID token of another issuer, although our own key signed it.
        var foreign = await browser.GetAsync(Person.AuthorizeUrl("trusted", ("id_token_hint", hint)));
        Assert.Equal("invalid_request", foreign.Query["error"]);

        // The orphans had no row, and are over when their time is.
        Assert.Equal(written, await _server.ScalarAsync<long>("SELECT count(*) FROM authorizations"));
        await Task.Delay(MortalServer.CodeLifetime);
        using var channel = new BackChannel(next.Address);
        foreach (var (client, code) in new[] { ("trusted", orphan), ("web", spent) })
        {
            Outcome.T400(await channel.TokenAsync(
                StandardServer.Login(client), ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", StandardServer.Callback), ("code_verifier", Person.Verifier)), "invalid_grant");
        }
    }

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    private sealed class MortalServer : StandardServer
    {
        public static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(3);

        protected override IEnumerable<(string Name, string Value)> Settings =>
            [.. base.Settings, ("Tokens:CodeLifetime", $"{CodeLifetime.TotalSeconds:0}s")];
    }
}
