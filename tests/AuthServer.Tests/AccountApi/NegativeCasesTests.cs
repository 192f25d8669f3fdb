using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>What all the older systems had to refuse.</summary>
public sealed class NegativeCasesTests(ShopServer server) : IClassFixture<ShopServer>
{
    [Fact]
    public async Task Duplicate_address_reads_like_a_new_one_and_its_owner_is_told_by_mail()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        var first = (await app.PostAsync("register", Person(email))).Is(HttpStatusCode.Accepted);
        (await app.VerifyAsync(email, (await mail.NextAsync(email)).Code)).Is(HttpStatusCode.OK);

        var again = await app.PostAsync("register", new { email = email.ToUpperInvariant(), password = "Other-Sparrow-42", full_name = "Eve" });
        Assert.Equal(first.Text, again.Is(HttpStatusCode.Accepted).Text);
        Assert.False((await mail.NextAsync(email)).HasCode);
        (await app.TryLoginAsync(email, "Other-Sparrow-42")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await app.LoginAsync(email, SystemServer.Password);
    }

    [Fact]
    public async Task Wrong_codes_are_counted_and_then_the_right_one_is_wrong_too()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        (await app.PostAsync("register", Person(email))).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(email)).Code;
        for (var i = 0; i < 5; i++)
            (await app.VerifyAsync(email, Another(code))).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await app.VerifyAsync(email, code)).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await app.VerifyAsync(SystemServer.NewAddress(), code)).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
    }

    [Fact]
    public async Task Code_works_once_however_many_try_at_the_same_time()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        (await app.PostAsync("register", Person(email))).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(email)).Code;
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.VerifyAsync(email, code)));
        Assert.Single(replies, r => r.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Code_for_one_thing_is_none_for_another()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        (await app.PostAsync("register", Person(email))).Is(HttpStatusCode.Accepted);
        (await app.VerifyAsync(email, (await mail.NextAsync(email)).Code)).Is(HttpStatusCode.OK);
        (await app.PostAsync("otp/request", new { email, channel = "email" })).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(email)).Code;
        (await app.PostAsync("password/forgot/verify", new { email, code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await app.PostAsync("unlock/verify", new { email, code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await app.VerifyAsync(email, code)).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await app.PostAsync("otp/verify", new { email, code, client_id = SystemServer.App })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wrong_app_spends_no_code()
    {
        using var app = server.NewApp();
        var mail = server.NewMailbox();
        var email = SystemServer.NewAddress();
        (await app.PostAsync("register", Person(email))).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(email)).Code;
        (await app.PostAsync("verify", new { email, code, client_id = "nobody" })).IsProblem(HttpStatusCode.BadRequest, "invalid_client");
        (await app.PostAsync("verify", new { email, code, client_id = SystemServer.App, scope = "admin" })).IsProblem(HttpStatusCode.BadRequest, "invalid_scope");
        (await app.VerifyAsync(email, code)).Is(HttpStatusCode.OK);
    }

    private static object Person(string email) => new { email, password = SystemServer.Password, full_name = "Ada Example" };

    private static string Another(string code)
    {
        string other;
        do
            other = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
        while (other == code);
        return other;
    }
}
