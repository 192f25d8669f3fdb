using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The removals firm: companies register, with codes of four digits.</summary>
public sealed class RemovalsFirmServer : SystemServer
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, ("Otp:Length", "4"), ("Otp:ResendCooldown", "0s")];

    protected override string Declarations =>
        $$"""
        { "roles": ["client"],
          "registration": [ { "kind": "client", "role": "client", "require": ["company_name", "client_type"] } ],
          "profile": [
            { "name": "company_name", "type": "string", "max_length": 200, "scope": "profile" },
            { "name": "department", "type": "string", "max_length": 100, "scope": "profile" },
            { "name": "client_type", "type": "string", "one_of": ["council", "private"] },
            { "name": "company_address", "type": "string", "max_length": 300 } ],
          "clients": [ {{AppDeclaration}} ] }
        """;
}

/// <summary>What the removals firm's backend did.</summary>
public sealed class RemovalsFirmTests(RemovalsFirmServer server) : IClassFixture<RemovalsFirmServer>
{
    [Fact]
    public async Task Company_registers_verifies_by_resent_code_edits_its_profile_and_resets_its_password()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        var registered = (await app.PostAsync("register", Company(email))).Is(HttpStatusCode.Accepted);
        Assert.Equal("verification_required", registered["status"]);
        Assert.Equal("email", registered["delivery"]);
        Assert.Equal("600", registered["expires_in"]);

        // The code is asked for once more; the older one is dead.
        var first = (await mail.NextAsync(email)).CodeOf(4);
        (await app.TryLoginAsync(email, SystemServer.Password)).IsProblem(HttpStatusCode.Forbidden, "verification_required");
        (await app.PostAsync("verify/resend", new { email })).Is(HttpStatusCode.Accepted);
        var second = (await mail.NextAsync(email)).CodeOf(4);
        if (first != second)
            (await app.VerifyAsync(email, first)).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        var tokens = (await app.VerifyAsync(email, second)).Is(HttpStatusCode.OK);
        (await app.VerifyAsync(email, second)).IsProblem(HttpStatusCode.BadRequest, "invalid_code");

        // Profile, read and patched; a login and a refresh.
        var profile = (await app.GetAsync("profile", tokens["access_token"])).Is(HttpStatusCode.OK);
        Assert.Equal("Removals Ltd", profile["company_name"]);
        Assert.Equal("council", profile["client_type"]);
        var login = await app.LoginAsync(email, SystemServer.Password);
        var fresh = (await app.RefreshAsync(login["refresh_token"]!)).Is(HttpStatusCode.OK);
        var patched = await app.PatchAsync("profile", new { department = "Housing", client_type = "private" }, fresh["access_token"]);
        Assert.Equal("Housing", patched.Is(HttpStatusCode.OK)["department"]);
        Assert.Equal("Removals Ltd", (await app.UserInfoAsync(fresh["access_token"]!))["company_name"]);

        await ResetAsync(app, mail, email);
        (await app.RefreshAsync(fresh["refresh_token"]!)).Is(HttpStatusCode.BadRequest);
        (await app.TryLoginAsync(email, SystemServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await app.LoginAsync(email, "Other-Sparrow-42");
    }

    [Fact]
    public async Task Company_without_what_is_required_is_told_what_is_missing()
    {
        using var app = server.NewApp();
        var email = SystemServer.NewAddress();
        var bare = new { email, password = SystemServer.Password, full_name = "Ada" };
        (await app.PostAsync("register/client", bare)).Blames("company_name", "client_type");
        (await app.PostAsync("register", new { email = "x", password = "short", company_name = 7, client_type = "other", fax = "1" })).Blames("full_name");
        (await app.PostAsync("register", new { email = "x", password = "short", full_name = "A", company_name = 7, client_type = "other", fax = "1" }))
            .Blames("email", "password", "company_name", "client_type", "fax");
        (await app.PostAsync("register/nonsense", Company(email))).IsProblem(HttpStatusCode.NotFound, "not_found");
    }

    private static object Company(string email) => new
    {
        email,
        password = SystemServer.Password,
        full_name = "Ada Example",
        phone_number = "+44 1632 960961",
        company_name = "Removals Ltd",
        client_type = "council",
        company_address = "1 High Street",
    };

    private static async Task ResetAsync(AppChannel app, Mailbox mail, string email)
    {
        (await app.PostAsync("password/forgot", new { email })).Is(HttpStatusCode.Accepted);
        (await app.PostAsync("password/forgot/resend", new { email })).Is(HttpStatusCode.Accepted);
        await mail.NextAsync(email);
        var code = (await mail.NextAsync(email)).CodeOf(4);
        var reset_token = (await app.PostAsync("password/forgot/verify", new { email, code })).Is(HttpStatusCode.OK)["reset_token"];
        (await app.PostAsync("password/reset", new { reset_token, password = "Other-Sparrow-42" })).Is(HttpStatusCode.NoContent);
    }
}
