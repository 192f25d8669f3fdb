using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: what ends when an account changes hands or ends itself.</summary>
[Collection(AccountCollection.Name)]
public sealed class RecoveryEndsTests(AccountServer server)
{
    [Theory]
    [InlineData("reset")]
    [InlineData("change")]
    public async Task REC_13_new_password_ends_whatever_somebody_else_may_have_begun(string how)
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        using var thief = new Person(server, ada.Email);
        using var desk = new Desk(server);
        var tokens = await thief.TokensAsync("trusted");
        var code = await thief.CodeAsync("trusted");
        var consent = await thief.WalkToConsentAsync("web");
        var (evil, phone) = (Owner.NewAddress(), AccountServer.NewPhone());
        (await app.PatchAsync("profile", new { email = evil, phone_number = phone })).Is(HttpStatusCode.OK);
        var (emailCode, phoneCode) = ((await ada.NextLetterAsync(evil)).Code, (await ada.NextLetterAsync(phone)).Code);
        var signIn = await ada.AskedAsync("otp/request");
        var unlock = await ada.AskedAsync("unlock/request");

        if (how == "reset")
            (await ada.ResetAsync(await ada.ResetTokenAsync())).Is(HttpStatusCode.NoContent);
        else
            await ChangeAsync(ada, app);

        (await app.GetAsync("profile")).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        Outcome.T400(await app.App.RefreshAsync(app.RefreshToken), "invalid_grant");
        Outcome.T400(await desk.RefreshAsync("trusted", tokens["refresh_token"]!), "invalid_grant");
        Assert.False(await desk.IsActiveAsync(tokens["access_token"]!));
        Outcome.RS401(await desk.UserInfoAsync(tokens["access_token"]!));
        Outcome.T400(await desk.RedeemAsync("trusted", code), "invalid_grant");
        Assert.Equal("/account/login", (await thief.Browser.GetAsync("/account")).Location?.AbsolutePath);
        var allowed = await thief.Browser.FollowAsync(await thief.Browser.SubmitAsync(consent, ("decision", "allow")));
        Assert.False(allowed.Query.ContainsKey("code"), allowed.ToString());
        var signInBody = new { email = ada.Email, code = signIn.Code, client_id = AccountServer.App };
        (await ada.App.PostAsync("otp/verify", signInBody)).IsWrongCode();
        (await ada.App.PostAsync("unlock/verify", new { email = ada.Email, code = unlock.Code })).IsWrongCode();

        Assert.False(await ada.CanSignInAsync(StandardServer.Password));
        using var again = await ada.SignedInAsync(Owner.NewPassword);
        (await again.PostAsync("profile/email/verify", new { code = emailCode })).IsWrongCode();
        (await again.PostAsync("profile/phone/verify", new { code = phoneCode })).IsWrongCode();
        var profile = await again.GetAsync("profile");
        Assert.Equal(ada.Email, profile["email"]);
        Assert.Null(profile["pending_email"]);
        Assert.Null(profile["pending_phone_number"]);
        Assert.Equal([MessageKind.ConfirmEmail], await ada.MessagesAsync(evil));
    }

    [Fact]
    public async Task REC_15_address_that_waits_does_not_outlive_the_owner_of_the_account()
    {
        // Somebody registers the victim's address with a phone of their own, and prepares to move the account to theirs.
        using var victim = Owner.Nobody(server);
        var (phone, evil) = (AccountServer.NewPhone(), Owner.NewAddress());
        using var thief = await RegisteredByPhoneAsync(victim, phone);
        (await thief.PatchAsync("profile", new { email = evil })).Is(HttpStatusCode.OK);
        var code = (await victim.NextLetterAsync(evil)).Code;
        (await thief.PostAsync("groups", new { name = "Mine" })).Is(HttpStatusCode.Created);
        using var browser = new Person(server, victim.Email);
        await browser.TokensAsync("web");

        (await victim.ResetAsync(await victim.ResetTokenAsync())).Is(HttpStatusCode.NoContent);
        (await thief.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
        Outcome.T400(await thief.App.RefreshAsync(thief.RefreshToken), "invalid_grant");
        using var owner = await victim.SignedInAsync(Owner.NewPassword);
        (await owner.PostAsync("profile/email/verify", new { code })).IsWrongCode();
        var profile = await owner.GetAsync("profile");
        Assert.Equal((victim.Email, "True", "False"), (profile["email"], profile["email_verified"], profile["phone_number_verified"]));

        // What the thief let in, and collected, is not the owner's.
        Assert.Equal(0, (await owner.GetAsync("apps")).Json.GetProperty("items").EnumerateArray().Count(a => a.GetProperty("id").GetString() == "web"));
        Assert.Equal(0, (await owner.GetAsync("groups")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0L, await server.ScalarAsync<long>(
            "SELECT count(*) FROM consents WHERE user_id = $1", await server.IdOfAsync(victim.Email)));

        // The phone opens nothing any more.
        await victim.CoolAsync();
        (await victim.App.PostAsync("otp/request", new { email = victim.Email, channel = "sms" })).Is(HttpStatusCode.Accepted);
        Assert.Equal([MessageKind.VerifyPhone], await victim.MessagesAsync(phone));
    }

    [Fact]
    public async Task REC_14_address_changes_when_the_new_one_says_so_and_the_old_one_hears_of_it()
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        using var other = await server.NewSignedInAsync();
        var (old, wanted) = (ada.Email, Owner.NewAddress());
        (await app.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        var code = (await ada.NextLetterAsync(wanted)).Code;
        Assert.Equal(old, (await app.GetAsync("profile"))["email"]);
        Assert.Equal([], await ada.MessagesAsync());
        using var moved = new Owner(server, wanted);
        Assert.False(await moved.CanSignInAsync(StandardServer.Password));
        (await moved.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted);
        Assert.Equal([MessageKind.ConfirmEmail], await moved.MessagesAsync());

        (await other.PostAsync("profile/email/verify", new { code })).IsWrongCode();
        (await app.PostAsync("profile/phone/verify", new { code })).IsWrongCode();
        var stale = await ada.AskedAsync("password/forgot");
        (await app.PostAsync("profile/email/verify", new { code, email = "evil@example.net" })).Is(HttpStatusCode.OK);
        (await app.PostAsync("profile/email/verify", new { code })).IsWrongCode();
        Assert.Equal(wanted, (await app.GetAsync("profile"))["email"]);
        Assert.Equal(MessageKind.EmailChanged, (await ada.MessagesAsync())[^1]);
        Assert.True(await moved.CanSignInAsync(StandardServer.Password));
        Assert.False(await ada.CanSignInAsync(StandardServer.Password));

        // Back again: what was sent before stays dead.
        await moved.CoolAsync();
        (await app.PatchAsync("profile", new { email = old })).Is(HttpStatusCode.OK);
        var back = await new Owner(server, old).NextLetterOfAsync("Confirm");
        (await app.PostAsync("profile/email/verify", new { code = back.Code })).Is(HttpStatusCode.OK);
        (await ada.ResetAsync(Owner.TokenOf(stale))).IsDeadToken();
        (await ada.ExchangeAsync(stale.Code)).IsWrongCode();
        Assert.Equal(MessageKind.EmailChanged, (await moved.MessagesAsync())[^1]);
    }

    [Fact]
    public async Task REC_14_address_and_number_change_side_by_side()
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        var (email, phone) = (Owner.NewAddress(), AccountServer.NewPhone());
        (await app.PatchAsync("profile", new { email, phone_number = phone })).Is(HttpStatusCode.OK);
        (await app.PostAsync("profile/phone/verify", new { code = (await ada.NextLetterAsync(phone)).Code })).Is(HttpStatusCode.OK);
        (await app.PostAsync("profile/email/verify", new { code = (await ada.NextLetterAsync(email)).Code })).Is(HttpStatusCode.OK);
        Assert.Equal((email, phone), ((await app.GetAsync("profile"))["email"], (await app.GetAsync("profile"))["phone_number"]));
    }

    [Fact]
    public async Task REC_24_who_registers_a_deleted_address_is_somebody_else()
    {
        using var ada = await Owner.NewAsync(server);
        using var app = await ada.SignedInAsync();
        using var browser = new Person(server, ada.Email);
        using var desk = new Desk(server);
        var id = await server.IdOfAsync(ada.Email);
        var tokens = await browser.TokensAsync("web");
        var code = await browser.CodeAsync("trusted");
        var (reset, signIn) = (await ada.AskedAsync("password/forgot"), await ada.AskedAsync("otp/request"));
        (await app.DeleteAsync("")).Is(HttpStatusCode.NoContent);
        Assert.Equal(MessageKind.AccountDeleted, (await ada.MessagesAsync())[^1]);

        await ada.CoolAsync();
        await ada.RegisterAsync(Owner.NewPassword);
        var welcome = await ada.NextLetterOfAsync("Confirm");
        await StaysDeadAsync();
        var verified = (await ada.App.VerifyAsync(ada.Email, welcome.Code)).Is(HttpStatusCode.OK);
        await StaysDeadAsync();
        Assert.NotEqual(id, await server.IdOfAsync(ada.Email));
        Assert.NotEqual(id.ToString(), CodeFlowTests.Claims(verified["id_token"]!).GetProperty("sub").GetString());
        Assert.False(await ada.CanSignInAsync(StandardServer.Password));
        // Nobody has let an app in yet.
        using var fresh = new Person(server, ada.Email);
        var login = await fresh.Browser.FollowAsync(await fresh.Browser.GetAsync(Person.AuthorizeUrl("web")));
        var asked = await fresh.Browser.FollowAsync(
            await fresh.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", Owner.NewPassword)));
        Assert.Equal("/account/consent", asked.Url.AbsolutePath);
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM consents WHERE user_id = $1", await server.IdOfAsync(ada.Email)));

        async Task StaysDeadAsync()
        {
            Outcome.RS401(await desk.UserInfoAsync(tokens["access_token"]!));
            Outcome.T400(await desk.RefreshAsync("web", tokens["refresh_token"]!), "invalid_grant");
            Outcome.T400(await desk.RedeemAsync("trusted", code), "invalid_grant");
            (await app.GetAsync("profile")).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
            Outcome.T400(await app.App.RefreshAsync(app.RefreshToken), "invalid_grant");
            Assert.Equal("/account/login", (await browser.Browser.GetAsync("/account")).Location?.AbsolutePath);
            (await ada.ResetAsync(Owner.TokenOf(reset))).IsDeadToken();
            (await ada.ExchangeAsync(reset.Code)).IsWrongCode();
            var body = new { email = ada.Email, code = signIn.Code, client_id = AccountServer.App };
            (await ada.App.PostAsync("otp/verify", body)).IsWrongCode();
        }
    }

    [Fact]
    public async Task REC_25_nobody_exports_or_deletes_another_or_without_a_fresh_sign_in()
    {
        using var ada = await server.NewSignedInAsync();
        using var victim = await server.NewSignedInAsync();
        var id = await server.IdOfAsync(victim.Email);
        foreach (var call in new[] { id.ToString(), $"{id}/export", $"export/{id}", victim.Email })
        {
            (await ada.GetAsync(call)).IsNotThere();
            (await ada.DeleteAsync(call)).IsNotThere();
        }

        var export = (await ada.GetAsync($"export?id={id}&user_id={id}&email={victim.Email}")).Is(HttpStatusCode.OK);
        Assert.Equal(ada.Email, export.Json.GetProperty("profile").GetProperty("email").GetString());
        Assert.DoesNotContain(victim.Email, export.Text, StringComparison.Ordinal);
        var session = (await victim.GetAsync("sessions")).Json.GetProperty("items")[0].GetProperty("id").GetString();
        (await ada.GetAsync($"sessions/{session}")).IsNotThere();
        (await ada.DeleteAsync($"sessions/{session}")).IsNotThere();
        (await victim.GetAsync("profile")).Is(HttpStatusCode.OK);

        // As if the person had signed in earlier: a refresh keeps the time, and is no sign-in.
        await server.ExecuteAsync(
            "UPDATE authorizations SET auth_time = auth_time - interval '11 minutes' WHERE user_id = $1", await server.IdOfAsync(ada.Email));
        var old = (await ada.App.RefreshAsync(ada.RefreshToken))["access_token"];
        (await ada.App.GetAsync("export", old)).IsProblem(HttpStatusCode.Forbidden, "reauthentication_required");
        (await ada.App.DeleteAsync("", old)).IsProblem(HttpStatusCode.Forbidden, "reauthentication_required");
        (await ada.App.GetAsync("profile", old)).Is(HttpStatusCode.OK);

        var again = (await ada.App.LoginAsync(ada.Email, StandardServer.Password))["access_token"];
        (await ada.App.DeleteAsync("?id=" + id, again)).Is(HttpStatusCode.NoContent);
        (await victim.GetAsync("profile")).Is(HttpStatusCode.OK);
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    /// <summary>Registers the owner's address and verifies a phone in place of it.</summary>
    private async Task<SignedInApp> RegisteredByPhoneAsync(Owner owner, string phone)
    {
        var registration = owner.Registration();
        (registration["phone_number"], registration["otp_method"]) = (phone, "sms");
        (await owner.App.PostAsync("register", registration)).Is(HttpStatusCode.Accepted);
        var tokens = await owner.App.VerifyAsync(owner.Email, (await owner.NextLetterAsync(phone)).Code);
        return new SignedInApp(server.NewApp(), owner.Email, tokens.Is(HttpStatusCode.OK));
    }

    private static async Task ChangeAsync(Owner owner, SignedInApp app)
    {
        var change = new { current_password = StandardServer.Password, new_password = Owner.NewPassword };
        (await app.PostAsync("password/change", change)).Is(HttpStatusCode.NoContent);
        Assert.Equal(MessageKind.PasswordChanged, (await owner.MessagesAsync())[^1]);
    }
}
