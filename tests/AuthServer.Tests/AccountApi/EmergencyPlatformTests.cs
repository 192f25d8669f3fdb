using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The emergency platform: people prove their phones, and keep groups of numbers.</summary>
public sealed class EmergencyPlatformServer : SystemServer
{
    protected override string Declarations =>
        $$"""
        { "roles": ["citizen"], "registration": [ { "kind": "citizen", "role": "citizen" } ], "clients": [ {{AppDeclaration}} ] }
        """;
}

/// <summary>What the emergency platform did.</summary>
public sealed class EmergencyPlatformTests(EmergencyPlatformServer server) : IClassFixture<EmergencyPlatformServer>
{
    [Fact]
    public async Task Citizen_registers_by_phone_is_locked_out_unlocks_by_mail_and_keeps_a_group()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var (email, phone) = (SystemServer.NewAddress(), AccountServer.NewPhone());
        var registered = await app.PostAsync("register/citizen", new
        {
            email,
            password = SystemServer.Password,
            full_name = "Ada Example",
            phone_number = phone,
            otp_method = "sms",
        });
        Assert.Equal("sms", registered.Is(HttpStatusCode.Accepted)["delivery"]);
        var tokens = (await app.VerifyAsync(email, (await mail.NextAsync(phone)).Code)).Is(HttpStatusCode.OK);
        var profile = await app.GetAsync("profile", tokens["access_token"]);
        Assert.True(profile.Json.GetProperty("phone_number_verified").GetBoolean());
        Assert.False(profile.Json.GetProperty("email_verified").GetBoolean());

        await LockAndUnlockAsync(app, mail, email);
        await KeepAGroupAsync(app, mail, (await app.LoginAsync(email, SystemServer.Password))["access_token"]!);
    }

    private static async Task LockAndUnlockAsync(AppChannel app, Mailbox mail, string email)
    {
        for (var i = 0; i < 5; i++)
            (await app.TryLoginAsync(email, "Wrong-Horse-7")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await app.TryLoginAsync(email, SystemServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
        (await app.PostAsync("unlock/request", new { email })).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(email)).Code;
        (await app.PostAsync("unlock/verify", new { email, code })).Is(HttpStatusCode.NoContent);
        (await app.PostAsync("unlock/verify", new { email, code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
    }

    private static async Task KeepAGroupAsync(AppChannel app, Mailbox mail, string token)
    {
        var group = (await app.PostAsync("groups", new { name = "Neighbours" }, token)).Is(HttpStatusCode.Created)["id"];
        foreach (var name in new[] { "Grace", "Joan" })
        {
            var phone = AccountServer.NewPhone();
            var number = (await app.PostAsync($"groups/{group}/mobile-numbers", new { phone_number = phone, name }, token)).Is(HttpStatusCode.Created);
            var code = (await mail.NextAsync(phone)).Code;
            (await app.PostAsync($"groups/{group}/mobile-numbers/{number["id"]}/verify", new { code }, token)).Is(HttpStatusCode.OK);
        }

        var kept = (await app.GetAsync($"groups/{group}", token)).Json.GetProperty("mobile_numbers").EnumerateArray().ToList();
        Assert.Equal(2, kept.Count);
        Assert.All(kept, n => Assert.True(n.GetProperty("verified").GetBoolean()));
        (await app.DeleteAsync($"groups/{group}", token)).Is(HttpStatusCode.NoContent);
    }
}
