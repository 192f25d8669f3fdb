using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section PWD: whoever is in already, or tries by another way than the password.</summary>
[Collection(PasswordAttacks.Name)]
public sealed class PasswordChangeTests(PasswordServer server)
{
    private const string Fresh = "Sunny-Day-42x";

    [Fact]
    public async Task PWD_20_password_changes_with_the_current_one_and_a_recent_sign_in_alone()
    {
        using var ada = await SignedInAsync();
        (await ada.PostAsync("password/change", new { new_password = Fresh })).Blames("current_password");
        (await ada.PostAsync("password/change", new { current_password = "", new_password = Fresh })).Blames("current_password");
        (await ada.PostAsync("password/change", new { current_password = "Wrong-Horse-8", new_password = Fresh })).Blames("current_password");
        (await ada.App.PostAsync("password/change", Change())).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");

        // The cookie of somebody signed in opens nothing here.
        using var person = new Person(server, ada.Email);
        await person.SignInAsync(await person.Browser.GetAsync("/account/login"));
        var cookies = person.Browser.Cookies.GetCookieHeader(server.Node.Address);
        var stolen = new HttpRequestMessage(HttpMethod.Post, "/api/account/password/change")
        {
            Content = System.Net.Http.Json.JsonContent.Create(Change()),
        };
        stolen.Headers.Add("Cookie", cookies);
        (await ada.App.Channel.SendAsync(stolen)).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        await ada.App.LoginAsync(ada.Email, StandardServer.Password);

        (await ada.PostAsync("password/change", Change())).Is(HttpStatusCode.NoContent);
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await ada.App.LoginAsync(ada.Email, Fresh);
        Outcome.RS401(await ada.App.UserInfoAsync(ada.AccessToken));
    }

    [Fact]
    public async Task PWD_20_sign_in_of_an_hour_ago_is_not_recent()
    {
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        var first = await app.LoginAsync(email, StandardServer.Password);
        await server.ExecuteAsync(
            "UPDATE sessions SET auth_time = auth_time - interval '1 hour' WHERE user_id = $1", await server.IdOfAsync(email));
        await server.ExecuteAsync(
            "UPDATE authorizations SET auth_time = auth_time - interval '1 hour' WHERE user_id = $1", await server.IdOfAsync(email));
        var late = await app.RefreshAsync(first["refresh_token"]!);

        (await app.PostAsync("password/change", Change(), late["access_token"]))
            .IsProblem(HttpStatusCode.Forbidden, "reauthentication_required");
        await app.LoginAsync(email, StandardServer.Password);
    }

    [Fact]
    public async Task PWD_09_guesses_at_the_current_password_count_as_sign_ins_do()
    {
        using var ada = await SignedInAsync();
        for (var i = 0; i < 3; i++)
            (await ada.PostAsync("password/change", new { current_password = $"Wrong-Horse-{i}", new_password = Fresh })).Blames("current_password");
        for (var i = 0; i < 2; i++)
            (await ada.App.TryLoginAsync(ada.Email, $"Wrong-Horse-{i}")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        (await ada.PostAsync("password/change", Change())).IsProblem(HttpStatusCode.Forbidden, "locked");
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
        await server.LetLocksPassAsync(TimeSpan.FromMinutes(15));
        (await ada.PostAsync("password/change", Change())).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task PWD_13_wrong_passwords_lock_passwords_and_wrong_codes_lock_codes()
    {
        using var app = server.NewApp();
        var mail = new Mailbox(server.Node);
        var ada = await server.NewUserAsync();
        await LockAsync(app, ada);
        (await app.PostAsync("otp/request", new { email = ada, channel = "email" })).Is(HttpStatusCode.Accepted);
        var code = (await mail.NextAsync(ada)).Code;
        (await app.PostAsync("otp/verify", new { email = ada, code, client_id = app.ClientId })).Is(HttpStatusCode.OK);
        (await app.TryLoginAsync(ada, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");

        var bob = await server.NewUserAsync();
        (await app.PostAsync("otp/request", new { email = bob, channel = "email" })).Is(HttpStatusCode.Accepted);
        code = (await mail.NextAsync(bob)).Code;
        for (var i = 0; i < 5; i++)
        {
            var wrong = code == "000000" ? "000001" : "000000";
            (await app.PostAsync("otp/verify", new { email = bob, code = wrong, client_id = app.ClientId })).Is(HttpStatusCode.BadRequest);
        }

        (await app.PostAsync("otp/verify", new { email = bob, code, client_id = app.ClientId })).Is(HttpStatusCode.BadRequest);
        await app.LoginAsync(bob, StandardServer.Password);
    }

    [Fact]
    public async Task PWD_12_owner_who_was_locked_out_by_others_unlocks_by_mail()
    {
        using var app = server.NewApp();
        var ada = await server.NewUserAsync("admin");
        await LockAsync(app, ada);
        (await app.TryLoginAsync(ada, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");

        (await app.PostAsync("unlock/request", new { email = ada })).Is(HttpStatusCode.Accepted);
        var code = (await new Mailbox(server.Node).NextAsync(ada)).Code;
        (await app.PostAsync("unlock/verify", new { email = ada, code })).Is(HttpStatusCode.NoContent);
        await app.LoginAsync(ada, StandardServer.Password);
    }

    [Fact]
    public async Task PWD_12_owner_at_a_browser_of_theirs_is_not_locked_out_by_others()
    {
        using var app = server.NewApp();
        using var door = SignInDoor.Of("page", server.Node.Address);
        using var ada = await Person.NewAsync(server);
        using var stranger = await Person.NewAsync(server);
        foreach (var person in new[] { ada, stranger })
        {
            await person.SignInAsync(await person.Browser.GetAsync("/account/login"));
            foreach (var cookie in person.Browser.Cookies.GetAllCookies().Where(c => c.Name == "session"))
                cookie.Expired = true;
        }

        await LockAsync(app, ada.Email);
        var login = await stranger.Browser.GetAsync("/account/login");
        Assert.Equal(Said.Locked, door.Judge(await stranger.Browser.SubmitAsync(
            login, ("Email", ada.Email), ("Password", StandardServer.Password))));
        login = await ada.Browser.GetAsync("/account/login");
        Assert.Equal(Said.In, door.Judge(await ada.Browser.SubmitAsync(
            login, ("Email", ada.Email), ("Password", StandardServer.Password))));
        (await app.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData(" {0} ")]
    [InlineData("UPPER")]
    [InlineData("Ｕ{1}")]
    public async Task PWD_28_address_of_somebody_else_cannot_be_taken_by_a_change(string spelling)
    {
        var victim = await server.NewUserAsync();
        using var ada = await SignedInAsync();
        var wanted = spelling == "UPPER"
            ? victim.ToUpperInvariant()
            : string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, victim, victim[1..]);
        var theirs = (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        Assert.Equal(ada.Email, theirs["email"]);
        using var again = await SignedInAsync();
        var free = (await again.PatchAsync("profile", new { email = PasswordServer.Nobody() })).Is(HttpStatusCode.OK);
        Assert.Equal(
            free.Json.EnumerateObject().Select(m => m.Name).Order(), theirs.Json.EnumerateObject().Select(m => m.Name).Order());

        // Neither is locked out, and guesses at one do not count for the other.
        await LockAsync(ada.App, ada.Email);
        await ada.App.LoginAsync(victim, StandardServer.Password);
        Assert.Equal(1L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", victim));
        Assert.NotEqual(await server.IdOfAsync(victim), await server.IdOfAsync(ada.Email));
    }

    private static object Change() => new { current_password = StandardServer.Password, new_password = Fresh };

    private static async Task LockAsync(AppChannel app, string email)
    {
        for (var i = 0; i < 5; i++)
            (await app.TryLoginAsync(email, $"Wrong-Horse-{i}")).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    private async Task<SignedInApp> SignedInAsync()
    {
        var (app, email) = (server.NewApp(), await server.NewUserAsync());
        return new SignedInApp(app, email, await app.LoginAsync(email, StandardServer.Password));
    }
}
