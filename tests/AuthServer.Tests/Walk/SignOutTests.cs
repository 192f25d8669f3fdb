using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Walk;

/// <summary>RP-initiated logout, and what ends with a session.</summary>
public sealed class SignOutTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task App_that_names_the_session_signs_out_at_once_and_gets_the_person_back_with_its_state()
    {
        using var ada = await Person.NewAsync(server);
        var tokens = await ada.TokensAsync("trusted");
        var bye = await ada.Browser.GetAsync(EndSession(("id_token_hint", tokens["id_token"]!), ("state", "a b&c")));

        Assert.Equal(HttpStatusCode.SeeOther, bye.Status);
        Assert.StartsWith(StandardServer.Bye + "?", bye.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("a b&c", bye.Query["state"]);
        await AssertSignedOutAsync(ada);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2")]
    public async Task Without_a_hint_the_person_is_asked_first()
    {
        using var ada = await Person.NewAsync(server);
        await ada.TokensAsync("trusted");
        var page = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(EndSession(("client_id", "trusted"))));
        Assert.Equal("/account/logout", page.Url.AbsolutePath);
        Assert.True((await ada.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")))).Query.ContainsKey("code"));

        var bye = await ada.Browser.SubmitAsync(page);
        Assert.Equal(StandardServer.Bye, bye.Location!.ToString());
        await AssertSignedOutAsync(ada);
    }

    [Fact]
    [Spec("OIDC RP-Initiated Logout", "2.1")]
    public async Task Request_by_post_from_another_site_is_asked_about_too()
    {
        using var ada = await Person.NewAsync(server);
        var tokens = await ada.TokensAsync("trusted");
        using var app = server.NewBackChannel(); // as a cross-site form: without the cookies
        var reply = await app.PostAsync(
            "/connect/endsession", ClientLogin.Anonymous, ("id_token_hint", tokens["id_token"]!), ("post_logout_redirect_uri", StandardServer.Bye));
        Assert.Equal("/account/logout", reply.Location!.AbsolutePath);

        var page = await ada.Browser.GetAsync(reply.Location.ToString());
        Assert.Equal(StandardServer.Bye, (await ada.Browser.SubmitAsync(page)).Location!.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/bye")]
    [InlineData(StandardServer.Bye + "/")]
    [InlineData(StandardServer.Callback)]
    [Spec("OIDC RP-Initiated Logout", "3")]
    public async Task Address_that_is_not_registered_is_never_gone_to(string address)
    {
        using var ada = await Person.NewAsync(server);
        var tokens = await ada.TokensAsync("trusted");
        var reply = await ada.Browser.GetAsync(
            EndSession(("id_token_hint", tokens["id_token"]!), ("post_logout_redirect_uri", address)));
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Null(reply.Location);
    }

    [Fact]
    public async Task Signing_out_ends_what_asked_for_no_offline_access_and_nothing_else()
    {
        using var ada = await Person.NewAsync(server);
        using var channel = server.NewBackChannel();
        var shortLived = await ada.TokensAsync("trusted", ("scope", "openid orders.read"));
        var offline = await ada.TokensAsync("other");
        Assert.Null(shortLived["refresh_token"]);
        await ada.Browser.GetAsync(EndSession(("id_token_hint", offline["id_token"]!)));

        var dead = await channel.GetAsync("/connect/userinfo", shortLived["access_token"]);
        Assert.Equal(HttpStatusCode.Unauthorized, dead.Status);
        var alive = await channel.GetAsync("/connect/userinfo", offline["access_token"]);
        Assert.Equal(HttpStatusCode.OK, alive.Status);
        var refreshed = await channel.TokenAsync(
            StandardServer.Login("other"), ("grant_type", "refresh_token"), ("refresh_token", offline["refresh_token"]!));
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
    }

    private static string EndSession(params (string Name, string Value)[] members) => "/connect/endsession?" + string.Join(
        '&',
        members.Append(("post_logout_redirect_uri", StandardServer.Bye)).DistinctBy(m => m.Item1)
            .Select(m => $"{m.Item1}={Uri.EscapeDataString(m.Item2)}"));

    private static async Task AssertSignedOutAsync(Person person)
    {
        var silent = await person.Browser.GetAsync(Person.AuthorizeUrl("trusted", ("prompt", "none")));
        Assert.Equal("login_required", silent.Query["error"]);
    }
}
