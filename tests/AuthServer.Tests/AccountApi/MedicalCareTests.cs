using System.Net;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The medical care backend: patients, several front ends.</summary>
public sealed class MedicalCareServer : SystemServer
{
    protected override IEnumerable<(string Name, string Value)> Settings =>
        [.. base.Settings, ("Cors:Origins:0", "https://care.example"), ("Cors:Origins:1", "https://clinic.example")];

    protected override string Declarations =>
        $$"""
        { "roles": ["patient"], "registration": [ { "kind": "patient", "role": "patient" } ], "clients": [ {{AppDeclaration}} ] }
        """;
}

/// <summary>What the medical care backend did, with status codes that say what happened.</summary>
public sealed class MedicalCareTests(MedicalCareServer server) : IClassFixture<MedicalCareServer>
{
    [Fact]
    public async Task Patient_signs_up_signs_in_only_when_verified_and_resets_the_password_by_link_once()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        (await app.PostAsync("register", new { email, password = SystemServer.Password, full_name = "Ada Example" })).Is(HttpStatusCode.Accepted);
        (await app.TryLoginAsync(email, SystemServer.Password)).IsProblem(HttpStatusCode.Forbidden, "verification_required");
        var code = (await mail.NextAsync(email)).Code;
        (await app.VerifyAsync(email, code)).Is(HttpStatusCode.OK);
        var tokens = await app.LoginAsync(email, SystemServer.Password);
        Assert.Equal(3, tokens["access_token"]!.Split('.').Length);
        Assert.Equal("Ada Example", (await app.GetAsync("profile", tokens["access_token"]))["full_name"]);

        // The link of the mail: its token is a reset token.
        (await app.PostAsync("password/forgot", new { email })).Is(HttpStatusCode.Accepted);
        var link = (await mail.NextAsync(email)).Link;
        Assert.StartsWith($"{server.Issuer}/account/reset-password?token=", link.ToString(), StringComparison.Ordinal);
        var reset_token = link.Query["?token=".Length..];
        (await app.PostAsync("password/reset", new { reset_token, password = "password" })).Blames("password");
        (await app.PostAsync("password/reset", new { reset_token, password = "Other-Sparrow-42" })).Is(HttpStatusCode.NoContent);
        (await app.PostAsync("password/reset", new { reset_token, password = "Other-Sparrow-43" }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid_reset_token");
        (await app.UserInfoAsync(tokens["access_token"]!)).Is(HttpStatusCode.Unauthorized);
        await app.LoginAsync(email, "Other-Sparrow-42");
    }

    [Fact]
    public async Task Every_front_end_may_call_and_no_other()
    {
        using var app = server.NewApp();
        foreach (var origin in new[] { "https://care.example", "https://clinic.example", "https://app.example", "https://evil.example" })
        {
            var request = new HttpRequestMessage(HttpMethod.Options, "/api/account/login");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
            var reply = await app.Channel.SendAsync(request);
            Assert.Equal(origin == "https://evil.example" ? null : origin, reply.Header("Access-Control-Allow-Origin"));
        }

        (await app.Channel.GetAsync("/health")).Is(HttpStatusCode.OK);
    }
}
