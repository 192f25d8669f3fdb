using System.Net;
using AuthServer.Core.Messaging;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: what people say of themselves, and what is believed.</summary>
[Collection(AccountCollection.Name)]
public sealed class AccountClaimsTests(AccountServer server)
{
    public static TheoryData<string> NotTheirs =>
    [
        """{"email_verified":true}""", """{"phone_number_verified":true}""", """{"phone_verified":true}""", """{"id":"x"}""",
        """{"sub":"x"}""", """{"roles":["admin"]}""", """{"role":"admin"}""", """{"epoch":0}""", """{"enabled":true}""",
        """{"disabled_at":null}""", """{"password_hash":"x"}""", """{"registration_kind":"supplier"}""",
        """{"verifies_by":1}""", """{"pending_email":"x@example.org"}""", """{"normalized_email":"x@example.org"}""",
        """{"two_factor_enabled":false}""", """{"profile":{"roles":["admin"]}}""", """{"Email_Verified":true}""",
    ];

    [Theory]
    [MemberData(nameof(NotTheirs))]
    public async Task REC_16_nobody_writes_what_is_not_theirs_to_say(string members)
    {
        using var ada = await server.NewSignedInAsync();
        var id = await server.IdOfAsync(ada.Email);
        await server.ExecuteAsync("UPDATE users SET email_verified = false WHERE id = $1", id);
        var before = await RowAsync(id);
        (await ada.PatchAsync("profile", members)).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        (await ada.PatchAsync("profile", $$"""{"full_name":"Ada King",{{members[1..]}}""")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(before, await RowAsync(id));

        // Nor does anybody register with it.
        using var grace = Owner.Nobody(server);
        var registration = $$"""{"email":"{{grace.Email}}","password":"Correct-Horse-7","full_name":"Grace Example",{{members[1..]}}""";
        (await grace.App.PostAsync("register", registration)).IsProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Empty(await grace.MessagesAsync());

        (await ada.PatchAsync("profile", new { full_name = "Ada King" })).Is(HttpStatusCode.OK);
        (await grace.App.PostAsync("register", grace.Registration())).Is(HttpStatusCode.Accepted);
        Assert.Equal("user", await server.ScalarAsync<string>(
            "SELECT string_agg(r.name, ' ') FROM user_roles m JOIN roles r ON r.id = m.role_id WHERE m.user_id = $1",
            await server.IdOfAsync(grace.Email)));
    }

    [Fact]
    public async Task REC_17_address_that_nobody_verified_is_not_said_to_be()
    {
        using var grace = Owner.Nobody(server);
        var phone = AccountServer.NewPhone();
        var registration = grace.Registration();
        (registration["phone_number"], registration["otp_method"]) = (phone, "sms");
        (await grace.App.PostAsync("register", registration)).Is(HttpStatusCode.Accepted);
        var code = (await grace.NextLetterAsync(phone)).Code;
        var tokens = (await grace.App.VerifyAsync(grace.Email, code, "openid profile email phone offline_access")).Is(HttpStatusCode.OK);

        foreach (var told in new[]
        {
            await grace.App.UserInfoAsync(tokens["access_token"]!), await grace.App.GetAsync("profile", tokens["access_token"]),
        })
        {
            Assert.Equal((grace.Email, "False", "True"), (told["email"], told["email_verified"], told["phone_number_verified"]));
        }

        // A code is sent to what is verified: never to the address.
        (await grace.AskAsync("otp/request")).Is(HttpStatusCode.Accepted);
        Assert.Empty(await grace.MessagesAsync());
        using var ada = await server.NewSignedInAsync();
        Assert.Equal("True", (await ada.App.UserInfoAsync(ada.AccessToken))["email_verified"]);
    }

    [Fact]
    public async Task REC_23_number_is_the_records_whatever_the_request_says()
    {
        var (phone, evil) = (AccountServer.NewPhone(), AccountServer.NewPhone());
        using var ada = await Owner.NewAsync(server, $"phone_number = '{phone}', phone_number_verified = true");
        var forged = new Dictionary<string, object?>
        {
            ["email"] = ada.Email,
            ["channel"] = "sms",
            ["phone_number"] = evil,
            ["phone"] = evil,
            ["to"] = evil,
            ["recipient"] = evil,
        };
        (await ada.App.PostAsync("otp/request?phone_number=" + Uri.EscapeDataString(evil), forged)).Is(HttpStatusCode.Accepted);
        (await ada.App.PostAsync("password/forgot", forged)).Is(HttpStatusCode.Accepted);
        var code = (await ada.NextLetterAsync(phone)).Code;
        var body = new { email = ada.Email, code, client_id = AccountServer.App, phone_number = evil };
        var tokens = (await ada.App.PostAsync("otp/verify", body)).Is(HttpStatusCode.OK);

        // A registration of the same address moves nothing, either.
        var registration = ada.Registration();
        (registration["phone_number"], registration["otp_method"]) = (evil, "sms");
        (await ada.App.PostAsync("register", registration)).Is(HttpStatusCode.Accepted);
        (await ada.App.PostAsync("verify/resend", forged)).Is(HttpStatusCode.Accepted);
        Assert.Empty(await ada.MessagesAsync(evil));
        Assert.Equal(phone, (await ada.App.GetAsync("profile", tokens["access_token"]))["phone_number"]);

        // What confirms a number confirms that one.
        using var app = await ada.SignedInAsync();
        var (first, second) = (AccountServer.NewPhone(), AccountServer.NewPhone());
        (await app.PatchAsync("profile", new { phone_number = first })).Is(HttpStatusCode.OK);
        var stale = (await ada.NextLetterAsync(first)).Code;
        await ada.CoolAsync();
        (await app.PatchAsync("profile", new { phone_number = second })).Is(HttpStatusCode.OK);
        var fresh = (await ada.NextLetterAsync(second)).Code;
        (await app.PostAsync("profile/phone/verify", new { code = stale, phone_number = first })).IsWrongCode();
        (await app.PostAsync("profile/phone/verify", new { code = fresh, phone_number = evil })).Is(HttpStatusCode.OK);
        Assert.Equal(second, (await app.GetAsync("profile"))["phone_number"]);
        Assert.Contains(MessageKind.PhoneChanged, await ada.MessagesAsync());
    }

    [Theory]
    [InlineData("security_question")]
    [InlineData("security_answer")]
    [InlineData("password_hint")]
    [InlineData("mother_maiden_name")]
    public async Task REC_26_there_are_no_questions_and_no_hints(string member)
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.PatchAsync("profile", new Dictionary<string, string> { [member] = "blue" })).Blames(member);
        using var grace = Owner.Nobody(server);
        var registration = grace.Registration();
        registration[member] = "blue";
        (await grace.App.PostAsync("register", registration)).Blames(member);
        using var channel = server.NewBackChannel();
        var description = (await channel.GetAsync("/openapi/v1.json")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(member, description.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hint", description.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("reset_token", description.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REC_26_no_message_holds_a_password()
    {
        using var grace = await Owner.Nobody(server).RegisterAsync();
        var welcome = await grace.NextLetterAsync();
        (await grace.App.VerifyAsync(grace.Email, welcome.Code)).Is(HttpStatusCode.OK);
        var reset = await grace.AskedAsync("password/forgot");
        (await grace.ResetAsync(Owner.TokenOf(reset))).Is(HttpStatusCode.NoContent);
        var told = await grace.NextLetterAsync();
        foreach (var letter in new[] { welcome, reset, told })
        {
            var whole = await File.ReadAllTextAsync(letter.File);
            Assert.DoesNotContain(StandardServer.Password, whole, StringComparison.Ordinal);
            Assert.DoesNotContain(Owner.NewPassword, whole, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("nobody")]
    [InlineData("user/supplier")]
    [InlineData("%00")]
    [InlineData("User")]
    public async Task REC_22_nobody_registers_as_what_is_not_declared(string kind)
    {
        using var ada = await server.NewSignedInAsync(roles: "admin");
        using var grace = Owner.Nobody(server);
        foreach (var token in new[] { null, ada.AccessToken })
        {
            var refused = await grace.App.PostAsync($"register/{kind}", grace.Registration(), token);
            Assert.True((int)refused.Status is 400 or 404, refused.ToString());
        }

        Assert.Empty(await grace.MessagesAsync());
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", grace.Email));

        // Who is signed in registers like anybody else: nothing of theirs comes along.
        (await grace.App.PostAsync("register/user", grace.Registration(), ada.AccessToken)).Is(HttpStatusCode.Accepted);
        var tokens = (await grace.App.VerifyAsync(grace.Email, (await grace.NextLetterAsync()).Code)).Is(HttpStatusCode.OK);
        var profile = await grace.App.GetAsync("profile", tokens["access_token"]);
        Assert.Equal(["user"], profile.Json.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
    }

    private Task<string> RowAsync(Guid id) => server.ScalarAsync<string>("SELECT u::text FROM users u WHERE id = $1", id);
}

/// <summary>Section REC: a server where nobody may register.</summary>
[Collection(TokenServer.Name)]
public sealed class ClosedRegistrationTests(StandardServer server)
{
    [Fact]
    public async Task REC_22_where_registration_is_closed_nobody_opens_it()
    {
        using var ada = await Person.NewAsync(server, "admin");
        var token = (await ada.TokensAsync("trusted"))["access_token"]!;
        using var grace = Owner.Nobody(server);
        foreach (var call in new[] { "register", "register/user", "register/admin" })
        {
            (await grace.App.PostAsync(call, grace.Registration())).IsNotThere();
            (await grace.App.PostAsync(call, grace.Registration(), token)).IsNotThere();
        }

        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", grace.Email));
        Assert.Equal(0L, await server.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE recipient = $1", grace.Email));
        (await grace.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted); // the rest is there
    }
}
