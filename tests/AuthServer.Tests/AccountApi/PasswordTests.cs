using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>Passwords: changed and forgotten.</summary>
[Collection(AccountCollection.Name)]
public sealed class PasswordTests(AccountServer server)
{
    private const string Better = "Other-Sparrow-42";

    private readonly Mailbox _mailbox = new(server.Node);

    [Fact]
    public async Task Changed_password_ends_everything_and_the_person_is_told()
    {
        using var ada = await server.NewSignedInAsync();
        using var browser = new Person(server, ada.Email);
        var web = await browser.TokensAsync("trusted");
        (await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = Better })).Is(HttpStatusCode.NoContent);

        (await ada.GetAsync("profile")).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.BadRequest);
        (await ada.App.UserInfoAsync(web["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        Assert.Equal("/account/login", (await browser.Browser.FollowAsync(await browser.Browser.GetAsync("/account"))).Url.AbsolutePath);
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await ada.App.LoginAsync(ada.Email, Better);
        await _mailbox.NextAsync(ada.Email);
    }

    [Fact]
    public async Task Wrong_current_password_is_told_counts_like_a_sign_in_and_changes_nothing()
    {
        using var ada = await server.NewSignedInAsync();
        for (var i = 0; i < 5; i++)
            (await ada.PostAsync("password/change", new { current_password = "Wrong-Horse-7", new_password = Better })).Blames("current_password");
        (await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = Better }))
            .IsProblem(HttpStatusCode.Forbidden, "locked");
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password")]
    [InlineData("Correct-Horse-7")]
    [InlineData("Ada-Example-1")]
    public async Task New_password_must_follow_the_rules(string wanted)
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = wanted })).Blames("new_password");
        (await ada.GetAsync("profile")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Forgotten_password_is_replaced_with_a_code_once()
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.App.PostAsync("password/forgot", new { email = ada.Email })).Is(HttpStatusCode.Accepted);
        var code = (await _mailbox.NextAsync(ada.Email)).Code;
        var exchanged = (await ada.App.PostAsync("password/forgot/verify", new { email = ada.Email, code })).Is(HttpStatusCode.OK);
        Assert.Equal("900", exchanged["expires_in"]);
        (await ada.App.PostAsync("password/forgot/verify", new { email = ada.Email, code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");

        var reset_token = exchanged["reset_token"];
        (await ada.App.PostAsync("password/reset", new { reset_token, password = "short" })).Blames("password");
        (await ada.App.PostAsync("password/reset", new { reset_token, password = Better })).Is(HttpStatusCode.NoContent);
        (await ada.App.PostAsync("password/reset", new { reset_token, password = Better + "!" })).IsProblem(HttpStatusCode.BadRequest, "invalid_reset_token");
        (await ada.GetAsync("profile")).Is(HttpStatusCode.Unauthorized);
        (await ada.App.RefreshAsync(ada.RefreshToken)).Is(HttpStatusCode.BadRequest);
        await ada.App.LoginAsync(ada.Email, Better);
    }

    [Theory]
    [InlineData("password/forgot")]
    [InlineData("password/forgot/resend")]
    [InlineData("unlock/request")]
    [InlineData("verify/resend")]
    [InlineData("otp/request")]
    public async Task Answer_is_the_same_whether_or_not_somebody_has_the_address(string call)
    {
        using var app = server.NewApp();
        var known = (await app.PostAsync(call, new { email = await server.NewUserAsync(), channel = "email" })).Is(HttpStatusCode.Accepted);
        var unknown = await app.PostAsync(call, new { email = $"{Guid.CreateVersion7():N}@example.org", channel = "email" });
        Assert.Equal(known.Text, unknown.Text);
        Assert.Equal(known.Status, unknown.Status);
        (await app.PostAsync(call, new { email = "no address" })).Blames("email");
    }

    [Fact]
    public async Task Locked_account_is_unlocked_by_the_owners_code()
    {
        using var ada = await server.NewSignedInAsync();
        for (var i = 0; i < 5; i++)
            await ada.App.TryLoginAsync(ada.Email, "Wrong-Horse-7");
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
        (await ada.App.PostAsync("unlock/request", new { email = ada.Email })).Is(HttpStatusCode.Accepted);
        var code = (await _mailbox.NextAsync(ada.Email)).Code;
        (await ada.App.PostAsync("unlock/verify", new { email = ada.Email, code = "000000" == code ? "000001" : "000000" }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await ada.App.PostAsync("unlock/verify", new { email = ada.Email, code })).Is(HttpStatusCode.NoContent);
        await ada.App.LoginAsync(ada.Email, StandardServer.Password);
    }
}
