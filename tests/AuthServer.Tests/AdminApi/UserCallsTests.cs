using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>What administrators do with people's accounts.</summary>
[Collection(AccountCollection.Name)]
public sealed class UserCallsTests(AccountServer server)
{
    private static readonly string[] UserAndSupplier = ["user", "supplier"];

    private readonly string _email = $"n{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";

    [Fact]
    public async Task Account_made_with_a_password_signs_in_and_is_shown_without_any_secret()
    {
        using var admin = await Administrator.NewAsync(server);
        using var app = server.NewApp();
        var made = (await admin.PostAsync("users", new
        {
            email = _email,
            email_verified = true,
            full_name = "Ada King",
            phone_number = "+44 7009 000123",
            locale = "de-AT",
            roles = UserAndSupplier,
            profile = new { nickname = "ada" },
            password = StandardServer.Password,
        })).Is(HttpStatusCode.Created);
        await app.LoginAsync(_email, StandardServer.Password);

        var shown = (await admin.GetAsync($"users/{made["id"]}")).Is(HttpStatusCode.OK);
        Assert.Equal(made.Header("ETag"), shown.Header("ETag"));
        Assert.Equal("+447009000123", shown["phone_number"]);
        Assert.Equal("False", shown["phone_number_verified"]);
        Assert.Equal("""["supplier","user"]""", shown["roles"]);
        Assert.Equal("ada", shown.Json.GetProperty("profile").GetProperty("nickname").GetString());
        Assert.True(shown.Json.GetProperty("sign_in").GetProperty("password").GetBoolean());
        Assert.Equal(1, shown.Json.GetProperty("sessions").GetInt32());
        Assert.Equal(1, shown.Json.GetProperty("authorizations").GetInt32());
        Assert.DoesNotContain("hash", shown.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", shown.Text, StringComparison.OrdinalIgnoreCase);
        (await admin.PostAsync("users", new { email = _email.ToUpperInvariant() })).IsProblem(HttpStatusCode.Conflict, "already_exists");
    }

    [Fact]
    public async Task Invited_person_chooses_a_password_by_the_link_days_later_and_once()
    {
        using var admin = await Administrator.NewAsync(server);
        using var app = server.NewApp();
        var mail = new Mailbox(server.Node);
        var made = (await admin.PostAsync("users", new { email = _email, full_name = "Ada", locale = "de", invite = true })).Is(HttpStatusCode.Created);
        Assert.Equal("False", made["email_verified"]);
        var letter = await mail.NextAsync(_email);
        Assert.Contains("ein Konto für Sie angelegt", letter.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(letter.HasCode);
        Assert.True(await server.ScalarAsync<bool>(
            "SELECT link_expires_at > now() + interval '6 days' FROM one_time_codes WHERE key = $1", _email));

        using var browser = server.NewBrowser();
        var page = await browser.GetAsync(letter.Link.PathAndQuery);
        await browser.FollowAsync(await browser.SubmitAsync(page, ("Password", "Chosen-By-Me-77")));
        await app.LoginAsync(_email, "Chosen-By-Me-77");
        Assert.Equal("True", (await admin.GetAsync($"users/{made["id"]}"))["email_verified"]);
        using var again = server.NewBrowser();
        Assert.DoesNotContain("type=\"password\"", (await again.GetAsync(letter.Link.PathAndQuery)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "email")]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"email":"x@example.org","password":"short"}""", "password")]
    [InlineData("""{"email":"x@example.org","password":"Correct-Horse-7","invite":true}""", "invite")]
    [InlineData("""{"email":"x@example.org","roles":["nobody"]}""", "roles")]
    [InlineData("""{"email":"x@example.org","roles":"user"}""", "roles")]
    [InlineData("""{"email":"x@example.org","phone_number":"123"}""", "phone_number")]
    [InlineData("""{"email":"x@example.org","phone_number_verified":true}""", "phone_number_verified")]
    [InlineData("""{"email":"x@example.org","locale":"!"}""", "locale")]
    [InlineData("""{"email":"x@example.org","full_name":"a\nb"}""", "full_name")]
    [InlineData("""{"email":"x@example.org","profile":{"shoe_size":42}}""", "profile.shoe_size")]
    [InlineData("""{"email":"x@example.org","profile":{"nickname":"longer than twenty letters"}}""", "profile.nickname")]
    public async Task What_makes_no_sense_is_refused_by_member(string body, string member)
    {
        using var admin = await Administrator.NewAsync(server);
        (await admin.PostAsync("users", JsonElement.Parse(body))).Blames(member);
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = 'x@example.org'"));
    }

    [Fact]
    public async Task Changes_count_at_once_also_for_tokens_that_are_out()
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        using var ada = await server.NewSignedInAsync();
        var id = await server.IdOfAsync(ada.Email);
        var changed = (await admin.PatchAsync($"users/{id}", new
        {
            full_name = "Ada King",
            email = _email,
            phone_number = "+447009000124",
            phone_number_verified = true,
            profile = new { nickname = "ada" },
        })).Is(HttpStatusCode.OK);
        Assert.Equal(_email, changed["email"]);
        Assert.Equal("False", changed["email_verified"]);
        Assert.Equal("True", changed["phone_number_verified"]);

        var me = await ada.App.UserInfoAsync(ada.AccessToken);
        Assert.Equal((_email, "Ada King", "ada"), (me["email"], me["name"], me["nickname"]));
        var letter = await new Mailbox(server.Node).NextAsync(ada.Email); // the old one
        Assert.DoesNotContain(_email, letter.Text, StringComparison.Ordinal);

        var undone = (await admin.PatchAsync($"users/{id}", new { phone_number = (string?)null, profile = new { nickname = (string?)null } })).Is(HttpStatusCode.OK);
        Assert.Null(undone["phone_number"] is "" ? null : undone["phone_number"]);
        Assert.Equal("{}", undone["profile"]);
    }

    [Fact]
    public async Task Address_of_another_is_refused_and_one_that_was_only_registered_is_not()
    {
        using var admin = await Administrator.NewAsync(server);
        var (mine, other) = (await server.NewUserAsync(), await server.NewUserAsync());
        var path = $"users/{await server.IdOfAsync(mine)}";
        (await admin.PatchAsync(path, new { email = other.ToUpperInvariant(), full_name = "Eve" })).IsProblem(HttpStatusCode.Conflict, "already_exists");
        Assert.Equal(mine, (await admin.GetAsync(path))["email"]);
        Assert.NotEqual("Eve", (await admin.GetAsync(path))["full_name"]);

        using var app = server.NewApp();
        (await app.PostAsync("register", new { email = _email, password = StandardServer.Password, full_name = "Eve" })).Is(HttpStatusCode.Accepted);
        (await admin.PatchAsync(path, new { email = _email })).Is(HttpStatusCode.OK);
        Assert.Equal(1, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", _email));
    }

    [Fact]
    public async Task Person_whose_new_address_nobody_proved_is_no_stale_registration()
    {
        using var admin = await Administrator.NewAsync(server);
        var old = await server.NewUserAsync();
        await server.ExecuteAsync("UPDATE users SET registration_kind = 'user' WHERE email = $1", old);
        (await admin.PatchAsync($"users/{await server.IdOfAsync(old)}", new { email = _email })).Is(HttpStatusCode.OK);
        Assert.Equal(0, await server.ScalarAsync<long>(
            "SELECT count(*) FROM users WHERE normalized_email = $1 AND registration_kind IS NOT NULL AND NOT email_verified", _email));
    }

    [Fact]
    public async Task Verified_by_an_administrator_a_registered_person_signs_in_with_their_own_password()
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        using var app = server.NewApp();
        (await app.PostAsync("register", new { email = _email, password = StandardServer.Password, full_name = "Ada" })).Is(HttpStatusCode.Accepted);
        (await app.TryLoginAsync(_email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "verification_required");
        (await admin.PostAsync($"users/{await server.IdOfAsync(_email)}/verify")).Is(HttpStatusCode.NoContent);
        await app.LoginAsync(_email, StandardServer.Password);
    }

    [Fact]
    public async Task Verified_by_an_administrator_nobody_gets_in_with_a_password_that_two_strangers_contest()
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        using var app = server.NewApp();
        foreach (var password in new[] { StandardServer.Password, "Another-Horse-8" })
        {
            (await app.PostAsync("register", new { email = _email, password, full_name = "Ada" })).Is(HttpStatusCode.Accepted);
            await server.ExecuteAsync("UPDATE one_time_codes SET sent_at = now() - interval '5 minutes' WHERE key = $1", _email);
        }

        (await admin.PostAsync($"users/{await server.IdOfAsync(_email)}/verify")).Is(HttpStatusCode.NoContent);
        foreach (var password in new[] { StandardServer.Password, "Another-Horse-8" })
            (await app.TryLoginAsync(_email, password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task Unlocking_forgets_the_wrong_passwords()
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        var path = $"users/{await server.IdOfAsync(email)}";
        for (var i = 0; i < 5; i++)
            await app.TryLoginAsync(email, "Wrong-Horse-7");
        (await app.TryLoginAsync(email, StandardServer.Password)).IsProblem(HttpStatusCode.Forbidden, "locked");
        Assert.NotEqual("", (await admin.GetAsync(path))["locked_out_until"]);
        (await admin.PostAsync($"{path}/unlock")).Is(HttpStatusCode.NoContent);
        Assert.Equal("", (await admin.GetAsync(path))["locked_out_until"]);
        await app.LoginAsync(email, StandardServer.Password);
    }

    [Fact]
    public async Task Mail_for_a_new_password_goes_out_but_not_twice_in_a_moment_nor_to_who_is_locked()
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        var email = await server.NewUserAsync();
        var path = $"users/{await server.IdOfAsync(email)}";
        (await admin.PostAsync($"{path}/send-reset")).Is(HttpStatusCode.NoContent);
        Assert.Contains("reset-password", (await new Mailbox(server.Node).NextAsync(email)).Link.AbsolutePath, StringComparison.Ordinal);
        (await admin.PostAsync($"{path}/send-reset")).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        (await admin.PostAsync($"{path}/lock")).Is(HttpStatusCode.NoContent);
        (await admin.PostAsync($"{path}/send-reset")).IsProblem(HttpStatusCode.Conflict, "account_locked");
    }

    [Fact]
    public async Task Second_factors_are_taken_away_and_the_person_is_told()
    {
        using var admin = await Administrator.NewAsync(server, "admin.support");
        var email = await server.NewUserAsync();
        var id = await server.IdOfAsync(email);
        await server.ExecuteAsync("UPDATE users SET two_factor_enabled = true WHERE id = $1", id);
        await server.ExecuteAsync(
            "INSERT INTO user_tokens (user_id, login_provider, name, value) VALUES ($1, '[AspNetUserStore]', 'AuthenticatorKey', 'SEED')", id);
        var shown = await admin.GetAsync($"users/{id}");
        Assert.True(shown.Json.GetProperty("sign_in").GetProperty("two_factor").GetBoolean());
        Assert.DoesNotContain("SEED", shown.Text, StringComparison.Ordinal);

        (await admin.PostAsync($"users/{id}/reset-mfa")).Is(HttpStatusCode.NoContent);
        Assert.False((await admin.GetAsync($"users/{id}")).Json.GetProperty("sign_in").GetProperty("two_factor").GetBoolean());
        Assert.Equal(0, await server.ScalarAsync<long>("SELECT count(*) FROM user_tokens WHERE user_id = $1", id));
        Assert.Contains("second factor", (await new Mailbox(server.Node).NextAsync(email)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_person_is_gone_and_the_audit_log_knows_nothing_of_them()
    {
        using var admin = await Administrator.NewAsync(server);
        using var desk = new Desk(server);
        using var ada = await server.NewSignedInAsync();
        var id = await server.IdOfAsync(ada.Email);
        (await admin.PatchAsync($"users/{id}", new { full_name = "Countess Secret" })).Is(HttpStatusCode.OK);
        Assert.Contains("Countess Secret", await LogAsync(), StringComparison.Ordinal);

        (await admin.DeleteAsync($"users/{id}")).Is(HttpStatusCode.NoContent);
        Assert.False(await desk.IsActiveAsync(ada.AccessToken));
        (await admin.GetAsync($"users/{id}")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.DoesNotContain("Countess Secret", await LogAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(ada.Email, await LogAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await server.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE target = $1 AND action IN ('user.updated', 'user.deleted')", id.ToString()));
        Assert.Contains("administrator", (await new Mailbox(server.Node).NextAsync(ada.Email)).Text, StringComparison.Ordinal);

        Task<string> LogAsync() => server.ScalarAsync<string>(
            "SELECT coalesce(string_agg(detail || coalesce(personal, ''), ' '), '') FROM audit_events WHERE target = $1", id.ToString());
    }

    [Fact]
    public async Task Every_change_is_written_down_with_before_and_after_and_without_any_secret()
    {
        using var admin = await Administrator.NewAsync(server);
        var made = (await admin.PostAsync("users", new { email = _email, password = StandardServer.Password })).Is(HttpStatusCode.Created);
        var path = $"users/{made["id"]}";
        (await admin.PatchAsync(path, new { full_name = "Ada" })).Is(HttpStatusCode.OK);
        (await admin.PutAsync($"{path}/roles", Bodies.Roles("user"))).Is(HttpStatusCode.OK);
        foreach (var call in new[] { "lock", "unlock", "verify", "reset-mfa", "send-reset" })
            (await admin.PostAsync($"{path}/{call}")).Is(HttpStatusCode.NoContent);

        var log = await server.ScalarAsync<string[]>(
            "SELECT array_agg(action || ' ' || coalesce(personal, '') ORDER BY id) FROM audit_events WHERE target = $1", made["id"]!);
        Assert.Equal(
            ["user.created", "user.updated", "user.roles_changed", "user.locked", "user.unlocked", "user.verified", "user.mfa_reset"],
            log[..^2].Select(l => l.Split(' ')[0]));
        // Two events of one millisecond: ids do not order them.
        Assert.Equal(["code.sent", "user.reset_sent"], log[^2..].Select(l => l.Split(' ')[0]).Order());
        Assert.Contains(_email, log[0], StringComparison.Ordinal);
        Assert.Contains("\"before\":{\"full_name\":null},\"after\":{\"full_name\":\"Ada\"}", log[1], StringComparison.Ordinal);
        Assert.Contains("\"before\":{\"roles\":[]},\"after\":{\"roles\":[\"user\"]}", log[2], StringComparison.Ordinal);
        Assert.DoesNotContain(log, l => l.Contains(StandardServer.Password, StringComparison.Ordinal) || l.Contains("hash", StringComparison.Ordinal));
    }
}
