using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>A stranger registers an address, too, before its owner has confirmed it: on the page, and with an app.</summary>
public sealed class ContestedRegistrationTests(ShopServer server) : IClassFixture<ShopServer>
{
    private const string Strangers = "Battery-Staple-9";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Owner_at_the_page_keeps_their_password_whoever_registered_first(bool isOwnerFirst)
    {
        using var app = server.NewApp();
        using var browser = server.NewBrowser();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        if (!isOwnerFirst)
            await StrangerAsync(app, email);
        var check = await AtThePageAsync(browser, email);
        if (isOwnerFirst)
            await StrangerAsync(app, email);

        // Whatever was sent last is what works: the person types what they find in their mail.
        var (later, earlier) = await CodesAsync(mail, email);
        var end = await browser.FollowAsync(await browser.SubmitAsync(check, ("Code", later)));
        if (end.Url.AbsolutePath == "/account/verify")
            end = await browser.FollowAsync(await browser.SubmitAsync(end, ("Code", earlier)));
        Assert.Equal("/account", end.Url.AbsolutePath);

        await app.LoginAsync(email, SystemServer.Password);
        (await app.TryLoginAsync(email, Strangers)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        var profile = await app.GetAsync("profile", (await app.LoginAsync(email, SystemServer.Password))["access_token"]);
        Assert.Equal("Ada Example", profile["full_name"]);
    }

    [Fact]
    public async Task Code_in_another_browser_or_app_proves_the_address_and_no_password()
    {
        using var app = server.NewApp();
        using var browser = server.NewBrowser();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        await AtThePageAsync(browser, email);
        await StrangerAsync(app, email);
        await VerifyAsync(app, mail, email);

        (await app.TryLoginAsync(email, SystemServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await app.TryLoginAsync(email, Strangers)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        // The owner chooses a new one, as whoever forgot theirs.
        (await app.PostAsync("password/forgot", new { email })).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(email)).Code;
        var token = (await app.PostAsync("password/forgot/verify", new { email, code })).Is(HttpStatusCode.OK)["reset_token"];
        (await app.PostAsync("password/reset", new { reset_token = token, password = "Fresh-Horse-8" })).Is(HttpStatusCode.NoContent);
        await app.LoginAsync(email, "Fresh-Horse-8");
    }

    [Fact]
    public async Task App_that_sends_a_registration_twice_changes_nothing()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        var person = new { email, password = SystemServer.Password, full_name = "Ada Example" };
        await Task.WhenAll(app.PostAsync("register", person), app.PostAsync("register", person));
        await VerifyAsync(app, mail, email);
        await app.LoginAsync(email, SystemServer.Password);
    }

    private static async Task VerifyAsync(AppChannel app, Mailbox mail, string email)
    {
        var (later, earlier) = await CodesAsync(mail, email);
        if ((await app.VerifyAsync(email, later)).Status != HttpStatusCode.OK)
            (await app.VerifyAsync(email, earlier)).Is(HttpStatusCode.OK);
    }

    // Two mails on their way at once may arrive in either order: as a rule the second one has the newer code.
    private static async Task<(string Later, string Earlier)> CodesAsync(Mailbox mail, string email)
    {
        var first = (await mail.NextAsync(email)).Code;
        return ((await mail.NextAsync(email)).Code, first);
    }

    private static async Task StrangerAsync(AppChannel app, string email) =>
        (await app.PostAsync("register", new { email, password = Strangers, full_name = "Mallory" })).Is(HttpStatusCode.Accepted);

    private static async Task<Reply> AtThePageAsync(Browser browser, string email) => await browser.FollowAsync(
        await browser.SubmitAsync(
            await browser.GetAsync("/account/register"), ("full_name", "Ada Example"), ("email", email),
            ("password", SystemServer.Password)));
}
