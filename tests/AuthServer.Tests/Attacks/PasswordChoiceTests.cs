using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section PWD: which passwords people may choose, and what registering tells.</summary>
[Collection(PasswordAttacks.Name)]
public sealed class PasswordChoiceTests(PasswordServer server)
{
    [Fact]
    public async Task PWD_03_registering_somebodys_address_looks_like_any_registration_and_the_owner_is_told()
    {
        using var app = server.NewApp();
        var mail = new Mailbox(server.Node);
        var (owner, nobody) = (await server.NewUserAsync(), PasswordServer.Nobody());
        var taken = await RegisterAsync(app, owner, "Sunny-Day-42x");
        var free = await RegisterAsync(app, nobody, "Sunny-Day-42x");

        Assert.Equal(HttpStatusCode.Accepted, free.Status);
        Assert.Equal((free.Status, free.Text, Headers(free)), (taken.Status, taken.Text, Headers(taken)));
        var told = await mail.NextAsync(owner);
        var asked = await mail.NextAsync(nobody);
        Assert.NotEqual(asked.Subject, told.Subject);
        Assert.DoesNotMatch(@"(?<=^|\s)\d{6}(?=\s|$)", told.Text);

        // Nothing became of it: neither is the password another now, nor does a second account exist.
        (await app.TryLoginAsync(owner, "Sunny-Day-42x")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await app.LoginAsync(owner, StandardServer.Password);
        (await app.VerifyAsync(nobody, asked.Code)).Is(HttpStatusCode.OK);

        static string Headers(Reply reply) =>
            $"{reply.Header("Content-Type")} {reply.Header("Content-Length")} {reply.Header("Cache-Control")} {reply.Header("Retry-After")}";
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(1024)]
    public async Task PWD_15_long_password_is_taken_as_it_is(int length)
    {
        var password = string.Concat(Enumerable.Range(0, 205).Select(i => $"Ho{i:D3}"))[..length];
        await TakenAsync(password, password[..^1]);
    }

    [Theory]
    [InlineData("  Sunny Day 42x  ", "Sunny Day 42x")]
    [InlineData("🐎🐎 Horses 7 🐎", "Horses 7")]
    [InlineData("Cafe\u0301-au-lait-7", "Cafe-au-lait-7")]
    [InlineData("Καλημέρα-κόσμε-7", "Καλημερα-κοσμε-7")]
    public async Task PWD_15_spaces_signs_and_letters_of_all_scripts_are_kept(string password, string wrong) =>
        await TakenAsync(password, wrong);

    [Theory]
    [InlineData(1025)]
    [InlineData(60_000)]
    public async Task PWD_15_longer_password_is_refused_in_clear_words_and_not_cut(int length)
    {
        using var app = server.NewApp();
        var email = PasswordServer.Nobody();
        var refusal = Refusal(await RegisterAsync(app, email, "A1" + new string('x', length - 2)));
        Assert.Contains("at most 1024 characters", refusal, StringComparison.Ordinal);
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", email));
    }

    [Theory]
    [InlineData("Password1", "Too many people use this one")]
    [InlineData("Passw0rd!1", "Too many people use this one")]
    [InlineData("1Drowssap", "Too many people use this one")]
    [InlineData("Qwertz123", "Too many people use this one")]
    [InlineData("Welcome2024!", "Too many people use this one")]
    [InlineData("Iloveyou1", "Too many people use this one")]
    [InlineData("AcmeId2024", "name of this service")]
    [InlineData("Acme-ID-1!", "name of this service")]
    [InlineData("Ursula-Lovelace-1", "Leave out your name")]
    [InlineData("{local}-A1", "Leave out your name")]
    [InlineData("{email}A1", "Leave out your name")]
    public async Task PWD_17_password_that_is_guessed_first_is_refused_with_the_reason(string password, string reason)
    {
        using var app = server.NewApp();
        var email = $"u{Guid.CreateVersion7():N}@example.org";
        password = password.Replace("{email}", email, StringComparison.Ordinal)
            .Replace("{local}", email.Split('@')[0], StringComparison.Ordinal);
        Assert.Contains(reason, Refusal(await RegisterAsync(app, email, password)), StringComparison.Ordinal);

        (await RegisterAsync(app, email, "Correct-Horse-7")).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task PWD_17_password_that_one_has_is_no_new_one()
    {
        using var ada = await SignedInAsync();
        var same = await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = StandardServer.Password });
        same.Blames("new_password");
        (await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = "Password1" }))
            .Blames("new_password");
        (await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = "Sunny-Day-42x" }))
            .Is(HttpStatusCode.NoContent);
        await ada.App.LoginAsync(ada.Email, "Sunny-Day-42x");
    }

    [Fact]
    public async Task PWD_18_list_is_our_own_and_asks_nobody()
    {
        // Whatever the server wanted to ask on the network goes nowhere.
        await using var alone = await server.StartNodeAsync(
            ("HTTP_PROXY", "http://127.0.0.1:9"), ("HTTPS_PROXY", "http://127.0.0.1:9"), ("ALL_PROXY", "http://127.0.0.1:9"));
        using var app = new AppChannel(alone.Address, PasswordServer.FirstParty);
        Assert.Contains("Too many people use this one", Refusal(await RegisterAsync(app, PasswordServer.Nobody(), "Password1")), StringComparison.Ordinal);
        (await RegisterAsync(app, PasswordServer.Nobody(), "Correct-Horse-7")).Is(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task PWD_19_nothing_is_demanded_beyond_what_the_operator_declared_and_no_password_expires()
    {
        // A capital and a digit are declared by default; signs, alternation and history are never asked for.
        using var app = server.NewApp();
        (await RegisterAsync(app, PasswordServer.Nobody(), "Correcthorsebatterystaple7")).Is(HttpStatusCode.Accepted);
        await using var lax = await server.StartNodeAsync(("Password:RequireUppercase", "false"), ("Password:RequireDigit", "false"));
        using var there = new AppChannel(lax.Address, PasswordServer.FirstParty);
        (await RegisterAsync(there, PasswordServer.Nobody(), "correcthorsebatterystaple")).Is(HttpStatusCode.Accepted);
        Refusal(await RegisterAsync(app, PasswordServer.Nobody(), "correcthorsebatterystaple"));

        var old = await server.NewUserWithAsync("created_at = now() - interval '20 years', updated_at = now() - interval '20 years'");
        await app.LoginAsync(old, StandardServer.Password);
    }

    private static Task<Reply> RegisterAsync(AppChannel app, string email, string password) =>
        app.PostAsync("register", new { email, password, full_name = "Ursula Lovelace" });

    private static string Refusal(Reply reply)
    {
        reply.Blames("password");
        return reply.Json.GetProperty("errors").GetProperty("password").ToString();
    }

    private async Task<SignedInApp> SignedInAsync()
    {
        var (app, email) = (server.NewApp(), await server.NewUserAsync());
        return new SignedInApp(app, email, await app.LoginAsync(email, StandardServer.Password));
    }

    private async Task TakenAsync(string password, string wrong)
    {
        using var app = server.NewApp();
        var email = PasswordServer.Nobody();
        (await RegisterAsync(app, email, password)).Is(HttpStatusCode.Accepted);
        (await app.VerifyAsync(email, (await new Mailbox(server.Node).NextAsync(email)).Code)).Is(HttpStatusCode.OK);
        (await app.TryLoginAsync(email, wrong)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await app.LoginAsync(email, password);
    }
}
