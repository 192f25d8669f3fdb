using System.Net;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The shop: users and suppliers.</summary>
public sealed class ShopServer : SystemServer
{
    protected override IEnumerable<(string Name, string Value)> Settings => [.. base.Settings, ("Otp:ResendCooldown", "0s")];

    protected override string Declarations =>
        $$"""
        { "roles": ["user", "supplier"],
          "registration": [ { "kind": "user", "role": "user" }, { "kind": "supplier", "role": "supplier", "require": ["company_name"] } ],
          "profile": [ { "name": "company_name", "type": "string", "max_length": 200, "scope": "profile", "kinds": ["supplier"] } ],
          "clients": [ {{AppDeclaration}} ] }
        """;
}

/// <summary>What the shop's accounts did.</summary>
public sealed class ShopTests(ShopServer server) : IClassFixture<ShopServer>
{
    [Fact]
    public async Task User_and_supplier_register_with_their_roles_and_one_of_them_verifies_by_link()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var user = SystemServer.NewAddress();
        (await app.PostAsync("register", Person(user))).Is(HttpStatusCode.Accepted);
        await OpenLinkAsync((await mail.NextAsync(user)).Link);
        Assert.Equal(["user"], await RolesAsync(app, user));

        var supplier = SystemServer.NewAddress();
        (await app.PostAsync("register/supplier", Person(supplier))).Blames("company_name");
        (await app.PostAsync("register/supplier", new { email = supplier, password = SystemServer.Password, full_name = "S", company_name = "Parts Ltd" }))
            .Is(HttpStatusCode.Accepted);
        (await app.VerifyAsync(supplier, (await mail.NextAsync(supplier)).Code)).Is(HttpStatusCode.OK);
        Assert.Equal(["supplier"], await RolesAsync(app, supplier));
        // The member is the suppliers' alone.
        (await app.PostAsync("register", new { email = SystemServer.NewAddress(), password = SystemServer.Password, full_name = "U", company_name = "x" }))
            .Blames("company_name");
    }

    [Fact]
    public async Task User_signs_in_by_code_from_mail_or_text_message_and_logout_blacklists_the_tokens()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var (email, phone) = (SystemServer.NewAddress(), AccountServer.NewPhone());
        (await app.PostAsync("register", Person(email))).Is(HttpStatusCode.Accepted);
        var token = (await app.VerifyAsync(email, (await mail.NextAsync(email)).Code)).Is(HttpStatusCode.OK)["access_token"];
        (await app.PatchAsync("profile", new { phone_number = phone }, token)).Is(HttpStatusCode.OK);
        (await app.PostAsync("profile/phone/verify", new { code = (await mail.NextAsync(phone)).Code }, token)).Is(HttpStatusCode.OK);

        (await app.PostAsync("otp/request", new { email, channel = "email" })).Is(HttpStatusCode.Accepted);
        var byMail = (await mail.NextAsync(email, l => l.HasCode)).Code;
        var tokens = (await app.PostAsync("otp/verify", new { email, code = byMail, client_id = SystemServer.App })).Is(HttpStatusCode.OK);
        Assert.Equal("900", tokens["expires_in"]);
        (await app.PostAsync("otp/verify", new { email, code = byMail, client_id = SystemServer.App })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");

        // Rotating; and both the first and the second are dead after the logout.
        var fresh = (await app.RefreshAsync(tokens["refresh_token"]!)).Is(HttpStatusCode.OK);
        Assert.NotEqual(tokens["refresh_token"], fresh["refresh_token"]);
        (await app.PostAsync("logout", new { refresh_token = fresh["refresh_token"] }, fresh["access_token"])).Is(HttpStatusCode.NoContent);
        (await app.UserInfoAsync(tokens["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        (await app.UserInfoAsync(fresh["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync(fresh["refresh_token"]!)).Is(HttpStatusCode.BadRequest);
        (await app.UserInfoAsync(token!)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task User_signs_in_by_text_message_to_the_verified_number_alone()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var (email, phone) = (SystemServer.NewAddress(), AccountServer.NewPhone());
        (await app.PostAsync("register", new { email, password = SystemServer.Password, full_name = "Ada", phone_number = phone, otp_method = "sms" }))
            .Is(HttpStatusCode.Accepted);
        (await app.VerifyAsync(email, (await mail.NextAsync(phone)).Code)).Is(HttpStatusCode.OK);
        (await app.PostAsync("otp/request", new { email, channel = "sms" })).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(phone)).Code;
        (await app.PostAsync("otp/verify", new { email, code, client_id = SystemServer.App })).Is(HttpStatusCode.OK);
        (await app.PostAsync("otp/request", new { email, channel = "pigeon" })).Blames("channel");
    }

    private static object Person(string email) => new { email, password = SystemServer.Password, full_name = "Ada Example" };

    /// <summary>A browser opens the link, and the person presses its button.</summary>
    private async Task OpenLinkAsync(Uri link)
    {
        using var browser = server.NewBrowser();
        var page = (await browser.GetAsync(link.PathAndQuery)).Is(HttpStatusCode.OK);
        var done = await browser.FollowAsync(await browser.SubmitAsync(page));
        Assert.True(done.Text.Contains("Your address is confirmed", StringComparison.Ordinal), $"{page.Form.OuterHtml} {done.Page.Body?.TextContent}");
    }

    private static async Task<IEnumerable<string?>> RolesAsync(AppChannel app, string email)
    {
        var token = (await app.LoginAsync(email, SystemServer.Password))["access_token"];
        return (await app.GetAsync("profile", token)).Json.GetProperty("roles").EnumerateArray().Select(r => r.GetString());
    }
}
