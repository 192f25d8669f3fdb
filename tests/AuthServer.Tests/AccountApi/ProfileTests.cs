using System.Globalization;
using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>The profile: read, changed, its address and number confirmed.</summary>
[Collection(AccountCollection.Name)]
public sealed class ProfileTests(AccountServer server)
{
    private readonly Mailbox _mailbox = new(server.Node);

    [Fact]
    public async Task Profile_has_the_standard_members_and_the_declared_ones()
    {
        using var ada = await server.NewSignedInAsync();
        var profile = (await ada.GetAsync("profile")).Is(HttpStatusCode.OK);
        Assert.Equal((await server.IdOfAsync(ada.Email)).ToString(), profile["id"]);
        Assert.Equal(ada.Email, profile["email"]);
        Assert.True(profile.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal("Ada Example", profile["full_name"]);
        Assert.Equal("", profile["phone_number"]);
        Assert.False(profile.Json.GetProperty("phone_number_verified").GetBoolean());
        Assert.Equal(["user"], profile.Json.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        Assert.True(profile.Json.TryGetProperty("nickname", out _));
    }

    [Fact]
    public async Task Patch_changes_what_it_names_and_userinfo_says_so_at_once()
    {
        using var ada = await server.NewSignedInAsync();
        (await ada.App.UserInfoAsync(ada.AccessToken)).Is(HttpStatusCode.OK);
        var changed = (await ada.PatchAsync("profile", new { full_name = "  Ada King ", nickname = "Countess" })).Is(HttpStatusCode.OK);
        Assert.Equal("Ada King", changed["full_name"]);
        Assert.Equal("Countess", changed["nickname"]);
        Assert.Equal("Ada King", (await ada.App.UserInfoAsync(ada.AccessToken))["name"]);

        (await ada.PatchAsync("profile", new { nickname = (string?)null })).Is(HttpStatusCode.OK);
        Assert.Equal("", (await ada.GetAsync("profile"))["nickname"]);
        Assert.Equal("Ada King", (await ada.GetAsync("profile"))["full_name"]);
        (await ada.PatchAsync("profile", "{}")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"full_name":""}""", "full_name")]
    [InlineData("""{"full_name":null}""", "full_name")]
    [InlineData("""{"full_name":7}""", "full_name")]
    [InlineData("""{"email":"not an address"}""", "email")]
    [InlineData("""{"email":["a@example.org"]}""", "email")]
    [InlineData("""{"phone_number":"12"}""", "phone_number")]
    [InlineData("""{"nickname":"far too long for a nickname"}""", "nickname")]
    [InlineData("""{"nickname":{}}""", "nickname")]
    [InlineData("""{"nonsense":"x"}""", "nonsense")]
    [InlineData("""{"id":"x"}""", "id")]
    [InlineData("""{"roles":["admin"]}""", "roles")]
    [InlineData("""{"email_verified":true}""", "email_verified")]
    [InlineData("""{"phone_number_verified":true}""", "phone_number_verified")]
    public async Task Patch_refuses_what_is_wrong_or_not_the_persons_to_change_and_then_changes_nothing(string body, string blamed)
    {
        using var ada = await server.NewSignedInAsync();
        var before = (await ada.GetAsync("profile")).Text;
        (await ada.PatchAsync("profile", body)).Blames(blamed);
        (await ada.PatchAsync("profile", $$"""{"nickname":"ok",{{body[1..]}}""".Replace("\"nickname\":\"ok\",\"nickname\"", "\"nickname\"", StringComparison.Ordinal)))
            .Blames(blamed);
        Assert.Equal(before, (await ada.GetAsync("profile")).Text);
    }

    [Fact]
    public async Task New_address_waits_for_its_code_and_both_addresses_are_told()
    {
        using var ada = await server.NewSignedInAsync();
        var wanted = $"New.{Guid.CreateVersion7():N}@Example.org";
        var waiting = (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        Assert.Equal(ada.Email, waiting["email"]);
        Assert.Equal(wanted, waiting["pending_email"]);
        (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);

        var code = (await _mailbox.NextAsync(wanted)).Code;
        (await ada.PostAsync("profile/email/verify", new { code = Wrong(code) })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await ada.PostAsync("profile/phone/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        var done = (await ada.PostAsync("profile/email/verify", new { code })).Is(HttpStatusCode.OK);
        Assert.Equal(wanted, done["email"]);
        Assert.True(done.Json.GetProperty("email_verified").GetBoolean());
        Assert.Null(done["pending_email"]);
        (await ada.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");

        await _mailbox.NextAsync(ada.Email);
        await ada.App.LoginAsync(wanted, StandardServer.Password);
        (await ada.App.TryLoginAsync(ada.Email, StandardServer.Password)).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.Equal(wanted, (await ada.App.UserInfoAsync(ada.AccessToken))["email"]);
    }

    [Fact]
    public async Task Address_that_somebody_has_is_told_to_its_owner_alone()
    {
        using var ada = await server.NewSignedInAsync();
        var taken = await server.NewUserAsync();
        (await ada.PatchAsync("profile", new { email = taken })).Is(HttpStatusCode.OK);
        var code = (await _mailbox.NextAsync(taken)).Code;
        (await ada.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.Conflict, "address_in_use");
        (await ada.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        Assert.Equal(ada.Email, (await ada.GetAsync("profile"))["email"]);
    }

    [Fact]
    public async Task Code_of_the_first_address_does_not_confirm_the_second_and_the_first_again_is_too_soon()
    {
        using var ada = await server.NewSignedInAsync();
        var (first, second) = ($"a{Guid.CreateVersion7():N}@example.org", $"b{Guid.CreateVersion7():N}@example.org");
        (await ada.PatchAsync("profile", new { email = first })).Is(HttpStatusCode.OK);
        var code = (await _mailbox.NextAsync(first)).Code;
        (await ada.PatchAsync("profile", new { email = second })).Is(HttpStatusCode.OK);
        (await ada.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        code = (await _mailbox.NextAsync(second)).Code;

        var refused = (await ada.PatchAsync("profile", new { email = first, nickname = "x" })).IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 30);
        var profile = await ada.GetAsync("profile");
        Assert.Equal(second, profile["pending_email"]);
        Assert.Equal("", profile["nickname"]);

        // The person stays with the old one: the code is for nothing then.
        (await ada.PatchAsync("profile", new { email = ada.Email.ToUpperInvariant() })).Is(HttpStatusCode.OK);
        (await ada.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
    }

    [Fact]
    public async Task Address_that_waits_gets_another_code_after_the_cooldown()
    {
        using var ada = await server.NewSignedInAsync();
        var wanted = $"{Guid.CreateVersion7():N}@example.org";
        (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        var first = (await _mailbox.NextAsync(wanted)).Code;
        await server.EndCooldownAsync(wanted);
        (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        var second = (await _mailbox.NextAsync(wanted, m => m.Code != first)).Code;
        (await ada.PostAsync("profile/email/verify", new { code = first })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await ada.PostAsync("profile/email/verify", new { code = second })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Codes_are_spaced_by_where_they_go_whoever_asks()
    {
        using var ada = await server.NewSignedInAsync();
        using var eve = await server.NewSignedInAsync();
        var (wanted, number) = ($"{Guid.CreateVersion7():N}@example.org", AccountServer.NewPhone());
        (await ada.PatchAsync("profile", new { email = wanted, phone_number = number })).Is(HttpStatusCode.OK);
        (await eve.PatchAsync("profile", new { email = wanted.ToUpperInvariant() }))
            .IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        (await eve.PatchAsync("profile", new { phone_number = number }))
            .IsProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    [Fact]
    public async Task Own_address_that_was_never_verified_gets_its_code()
    {
        using var ada = await server.NewSignedInAsync();
        await server.ExecuteAsync("UPDATE users SET email_verified = false WHERE email = $1", ada.Email);
        // Nothing changes: a sign-in of an hour ago will do.
        await server.ExecuteAsync(
            "UPDATE authorizations SET auth_time = auth_time - interval '1 hour' WHERE user_id = $1", await server.IdOfAsync(ada.Email));
        var old = (await ada.App.RefreshAsync(ada.RefreshToken))["access_token"];
        (await ada.App.SendAsync(HttpMethod.Patch, "profile", new { email = ada.Email, full_name = "Ada King" }, old)).Is(HttpStatusCode.OK);
        var code = (await _mailbox.NextAsync(ada.Email)).Code;
        var done = (await ada.PostAsync("profile/email/verify", new { code })).Is(HttpStatusCode.OK);
        Assert.True(done.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal(ada.Email, done["email"]);
    }

    [Fact]
    public async Task New_number_waits_for_its_code_and_the_person_is_told_by_mail()
    {
        using var ada = await server.NewSignedInAsync();
        var number = AccountServer.NewPhone();
        var waiting = (await ada.PatchAsync("profile", new { phone_number = number.Insert(3, " ") })).Is(HttpStatusCode.OK);
        Assert.Equal("", waiting["phone_number"]);
        Assert.Equal(number, waiting["pending_phone_number"]);

        var code = (await _mailbox.NextAsync(number)).Code;
        var done = (await ada.PostAsync("profile/phone/verify", new { code })).Is(HttpStatusCode.OK);
        Assert.Equal(number, done["phone_number"]);
        Assert.True(done.Json.GetProperty("phone_number_verified").GetBoolean());
        await _mailbox.NextAsync(ada.Email);

        (await ada.PatchAsync("profile", new { phone_number = (string?)null })).Is(HttpStatusCode.OK);
        var without = await ada.GetAsync("profile");
        Assert.Equal("", without["phone_number"]);
        Assert.False(without.Json.GetProperty("phone_number_verified").GetBoolean());
        await _mailbox.NextAsync(ada.Email);
    }

    [Fact]
    public async Task What_waits_dies_with_a_new_password()
    {
        using var ada = await server.NewSignedInAsync();
        var wanted = $"{Guid.CreateVersion7():N}@example.org";
        (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        var code = (await _mailbox.NextAsync(wanted)).Code;
        (await ada.PostAsync("password/change", new { current_password = StandardServer.Password, new_password = "Other-Sparrow-42" }))
            .Is(HttpStatusCode.NoContent);

        var again = (await ada.App.LoginAsync(ada.Email, "Other-Sparrow-42"))["access_token"];
        (await ada.App.PostAsync("profile/email/verify", new { code }, again)).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        Assert.Null((await ada.App.GetAsync("profile", again))["pending_email"]);
    }

    [Fact]
    public async Task Code_of_one_person_is_nothing_to_another()
    {
        using var ada = await server.NewSignedInAsync();
        using var eve = await server.NewSignedInAsync();
        var wanted = $"{Guid.CreateVersion7():N}@example.org";
        (await ada.PatchAsync("profile", new { email = wanted })).Is(HttpStatusCode.OK);
        var code = (await _mailbox.NextAsync(wanted)).Code;
        (await eve.PostAsync("profile/email/verify", new { code })).IsProblem(HttpStatusCode.BadRequest, "invalid_code");
        (await ada.PostAsync("profile/email/verify", new { code })).Is(HttpStatusCode.OK);
    }

    private static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];
}
