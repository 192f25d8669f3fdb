using System.Text.Json;
using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

public sealed class RegistrationsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string OtherPassword = "Battery-Staple-9";

    private readonly FakeClock _clock = new();
    private readonly string _email = Accounts.NewEmail();
    private ServiceProvider _node = null!; // by InitializeAsync

    private Registrations Registrations => _node.GetRequiredService<Registrations>();

    public async Task InitializeAsync() => _node = await database.AccountNodeAsync(_clock);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Who_registers_gets_a_code_and_signs_in_after_it()
    {
        var outcome = await RegisterAsync(Wanted(_email) with { Locale = "de" });

        Assert.Equal(new RegistrationOutcome.Accepted(MessageChannel.Email, TimeSpan.FromMinutes(10)), outcome);
        Assert.Equal(new SignInOutcome.VerificationRequired(_email), await CheckPasswordAsync(People.Password));
        var message = Assert.Single(await _node.WrittenToAsync(_email));
        Assert.Equal((MessageKind.VerifyEmail, MessageChannel.Email, "de"), (message.Kind, message.Channel, message.Locale));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(10), message.ExpiresAt);
        Assert.Equal("Ada Example", message.Payload.Name);
        Assert.StartsWith($"{Accounts.Issuer}/account/verify?token=", message.Payload.Link, StringComparison.Ordinal);

        var proven = await Registrations.VerifyAsync(_email.ToUpperInvariant(), message.Payload.Code, null, default);

        Assert.Equal(await IdAsync(), proven?.UserId);
        Assert.Equal(["otp"], proven?.Methods);
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
        Assert.Null(await Registrations.VerifyAsync(_email, message.Payload.Code, null, default));
    }

    [Fact]
    public async Task Account_is_what_was_registered_with_the_role_of_its_kind()
    {
        await RegisterAsync(Wanted(_email) with
        {
            Kind = "supplier",
            PhoneNumber = "0044 (1632) 960-000",
            Members = new Dictionary<string, JsonElement>
            {
                ["company_name"] = Accounts.Json(" Acme "),
                ["employees"] = Accounts.Json(7),
            },
        });

        var subject = await _node.GetRequiredService<SubjectCache>().LoadAsync(await IdAsync(), default);
        Assert.NotNull(subject);
        Assert.Equal(["supplier"], subject.Roles);
        Assert.Equal(("Ada Example", "+441632960000"), (subject.Name, subject.PhoneNumber));
        Assert.False(subject.EmailVerified || subject.PhoneNumberVerified);
        Assert.Equal("Acme", subject.Profile["company_name"].GetString());
        Assert.Equal(7, subject.Profile["employees"].GetInt32());
        Assert.Equal(2, subject.Profile.Count);
    }

    [Fact]
    public async Task Link_verifies_once_and_looking_at_it_consumes_nothing()
    {
        await RegisterAsync(Wanted(_email));
        var token = await _node.LinkTokenToAsync(_email);

        Assert.Equal(_email, await Registrations.FindLinkAsync(token, default));
        Assert.Equal(_email, await Registrations.FindLinkAsync(token, default));
        Assert.Equal(await IdAsync(), (await Registrations.VerifyLinkAsync(token, null, default))?.UserId);

        Assert.Null(await Registrations.FindLinkAsync(token, default));
        Assert.Null(await Registrations.VerifyLinkAsync(token, null, default));
        Assert.Null(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
    }

    [Fact]
    public async Task Code_by_text_message_verifies_the_number_and_not_the_address()
    {
        const string Number = "+441632960111";
        var wanted = Wanted(_email) with { PhoneNumber = Number, OtpMethod = MessageChannel.Sms };
        Assert.Equal(MessageChannel.Sms, Assert.IsType<RegistrationOutcome.Accepted>(await RegisterAsync(wanted)).Delivery);
        var message = (await _node.WrittenToAsync(Number))[^1];
        Assert.Equal((MessageKind.VerifyPhone, null), (message.Kind, message.Payload.Link));
        Assert.Empty(await _node.WrittenToAsync(_email));

        // Another one comes the same way.
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Registrations.ResendAsync(_email, null, default);
        var proven = await Registrations.VerifyAsync(_email, await _node.CodeToAsync(Number), null, default);

        Assert.Equal(["otp", "sms"], proven?.Methods);
        var subject = await _node.GetRequiredService<SubjectCache>().LoadAsync(await IdAsync(), default);
        Assert.True(subject is { PhoneNumberVerified: true, EmailVerified: false });
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var outcome = await RegisterAsync(new NewRegistration
        {
            Kind = "client",
            Email = "not an address",
            Password = "short",
            PhoneNumber = "0170 123",
            Members = new Dictionary<string, JsonElement> { ["is_admin"] = Accounts.Json(true) },
        });

        var complaints = Assert.IsType<RegistrationOutcome.Invalid>(outcome).Complaints;
        Assert.Equal(
            ["company_name", "email", "full_name", "is_admin", "password", "phone_number"], complaints.Members.Order());
        Assert.Equal("not_an_email", complaints.Of("email")[0].Code);
        Assert.Equal("not_a_phone_number", complaints.Of("phone_number")[0].Code);
        Assert.Contains(complaints.Of("password"), c => c.Code == "too_short");
    }

    [Fact]
    public async Task Text_message_needs_a_number()
    {
        var outcome = await RegisterAsync(Wanted(_email) with { OtpMethod = MessageChannel.Sms });
        Assert.Equal("required", Assert.IsType<RegistrationOutcome.Invalid>(outcome).Complaints.Of("phone_number")[0].Code);
    }

    [Fact]
    public async Task Unknown_kind_is_none() =>
        Assert.Equal(new RegistrationOutcome.UnknownKind(), await RegisterAsync(Wanted(_email) with { Kind = "admin" }));

    [Fact]
    public async Task Owner_of_an_address_is_told_when_somebody_registers_it_and_nothing_changes()
    {
        await VerifiedAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        var first = await RegisterAsync(Wanted(_email.ToUpperInvariant()) with { Password = OtherPassword, FullName = "Mallory" });
        var second = await RegisterAsync(Wanted(_email) with { Password = OtherPassword });

        Assert.Equal(new RegistrationOutcome.Accepted(MessageChannel.Email, TimeSpan.FromMinutes(10)), first);
        Assert.Equal(first, second);
        var told = Assert.Single(await _node.WrittenToAsync(_email), m => m.Kind == MessageKind.AddressInUse);
        Assert.Equal(("Ada Example", null, null), (told.Payload.Name, told.Payload.Code, told.Payload.Link));
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(OtherPassword));
    }

    [Fact]
    public async Task Account_that_somebody_else_made_is_not_replaced_though_it_was_never_verified()
    {
        var (id, email) = await _node.AddPersonAsync(with: u => u with { EmailVerified = false, Roles = ["user"] });

        await RegisterAsync(Wanted(email) with { Kind = "supplier", Password = OtherPassword, Members = Company });

        Assert.Equal(MessageKind.AddressInUse, Assert.Single(await _node.WrittenToAsync(email)).Kind);
        Assert.Equal(["user"], (await _node.GetRequiredService<SubjectCache>().LoadAsync(id, default))?.Roles);
    }

    [Fact]
    public async Task Registering_again_inside_the_cooldown_changes_nothing()
    {
        await RegisterAsync(Wanted(_email));
        var code = await _node.CodeToAsync(_email);
        _clock.Advance(TimeSpan.FromSeconds(29));

        Assert.IsType<RegistrationOutcome.Accepted>(await RegisterAsync(Wanted(_email) with { Password = OtherPassword }));

        Assert.Single(await _node.WrittenToAsync(_email));
        Assert.IsType<SignInOutcome.VerificationRequired>(await CheckPasswordAsync(People.Password));
        Assert.NotNull(await Registrations.VerifyAsync(_email, code, null, default));
    }

    [Fact]
    public async Task Registering_again_after_the_cooldown_replaces_everything_and_the_old_code_dies()
    {
        await RegisterAsync(Wanted(_email) with { PhoneNumber = "+441632960000" });
        var code = await _node.CodeToAsync(_email);
        var id = await IdAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));

        var wanted = Wanted(_email) with
        {
            Kind = "supplier",
            Password = OtherPassword,
            FullName = "Ada Lovelace",
            Members = Company,
        };
        await RegisterAsync(wanted);

        Assert.Null(await Registrations.VerifyAsync(_email, code, null, default));
        Assert.Equal(id, (await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), wanted.Attempt, default))?.UserId);
        var subject = await _node.GetRequiredService<SubjectCache>().LoadAsync(id, default);
        Assert.Equal(("Ada Lovelace", null), (subject?.Name, subject?.PhoneNumber));
        Assert.Equal(["supplier"], subject?.Roles);
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(OtherPassword));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(People.Password));
    }

    [Fact]
    public async Task Fifty_who_register_one_address_at_once_make_one_account_and_one_message()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => RegisterAsync(
            Wanted(i % 2 == 0 ? _email : _email.ToUpperInvariant()) with { FullName = $"Ada {i}" })));

        Assert.All(outcomes, o => Assert.IsType<RegistrationOutcome.Accepted>(o));
        Assert.Equal(1, await _node.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", _email));
        Assert.Equal(1, await _node.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE lower(recipient) = $1", _email));
    }

    [Fact]
    public async Task Resend_writes_to_who_has_not_verified_and_to_nobody_else()
    {
        await Registrations.ResendAsync(_email, null, default);
        await Registrations.ResendAsync("not an address", null, default);
        Assert.Empty(await _node.WrittenToAsync(_email));
        Assert.Equal(1, await _node.ScalarAsync<int>("SELECT sends FROM one_time_codes WHERE key = $1", _email));

        _clock.Advance(TimeSpan.FromSeconds(30));
        await RegisterAsync(Wanted(_email));
        await Registrations.ResendAsync(_email, null, default);
        Assert.Single(await _node.WrittenToAsync(_email));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Registrations.ResendAsync(_email, null, default);
        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Registrations.ResendAsync(_email, null, default);
        Assert.Equal(2, (await _node.WrittenToAsync(_email)).Count);
    }

    [Fact]
    public async Task Who_asked_for_a_code_before_they_registered_has_an_account_and_asks_again()
    {
        await Registrations.ResendAsync(_email, null, default);
        Assert.IsType<RegistrationOutcome.Accepted>(await RegisterAsync(Wanted(_email)));
        Assert.Empty(await _node.WrittenToAsync(_email));

        _clock.Advance(TimeSpan.FromSeconds(30));
        await Registrations.ResendAsync(_email, null, default);
        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
    }

    [Fact]
    public async Task Five_wrong_codes_end_it_for_the_hour_however_often_one_asks()
    {
        await RegisterAsync(Wanted(_email));
        for (var i = 0; i < 5; i++)
            Assert.Null(await Registrations.VerifyAsync(_email, Accounts.Other(await _node.CodeToAsync(_email)), null, default));

        Assert.Null(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
        Assert.Null(await Registrations.VerifyLinkAsync(await _node.LinkTokenToAsync(_email), null, default));
        _clock.Advance(TimeSpan.FromMinutes(59));
        await Registrations.ResendAsync(_email, null, default);
        await RegisterAsync(Wanted(_email) with { Password = OtherPassword });
        Assert.Single(await _node.WrittenToAsync(_email));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Registrations.ResendAsync(_email, null, default);
        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
    }

    [Fact]
    public async Task Disabled_account_is_neither_verified_nor_written_codes()
    {
        await RegisterAsync(Wanted(_email));
        await _node.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE normalized_email = $1", _email);
        Assert.Null(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Registrations.ResendAsync(_email, null, default);
        Assert.Single(await _node.WrittenToAsync(_email));
    }

    [Fact]
    public async Task Nothing_is_written_without_its_message_and_no_message_without_its_cause()
    {
        await _node.ExecuteAsync("ALTER TABLE outbox ADD CONSTRAINT broken CHECK (attempts > 0) NOT VALID");
        try
        {
            await Assert.ThrowsAsync<PostgresException>(() => RegisterAsync(Wanted(_email)));
        }
        finally
        {
            await _node.ExecuteAsync("ALTER TABLE outbox DROP CONSTRAINT broken");
        }

        Assert.Equal(0, await _node.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", _email));
        Assert.Equal(0, await _node.ScalarAsync<long>("SELECT count(*) FROM one_time_codes WHERE key = $1", _email));
        await RegisterAsync(Wanted(_email));
        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
    }

    [Fact]
    public async Task Registration_that_nobody_verifies_is_swept_away_after_a_week()
    {
        var kept = Accounts.NewEmail();
        await RegisterAsync(Wanted(_email));
        await VerifiedAsync(kept);
        _clock.Advance(TimeSpan.FromDays(6.9));
        await Registrations.SweepAsync(new(1000), default);
        Assert.NotEqual(Guid.Empty, await IdAsync());

        _clock.Advance(TimeSpan.FromDays(0.2));
        while (await Registrations.SweepAsync(new(1), default) == 1)
        {
        }

        Assert.Equal(0, await _node.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", _email));
        Assert.Equal(1, await _node.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", kept));
    }

    [Fact]
    public async Task Forms_follow_the_declarations_on_every_node()
    {
        await using var other = await database.AccountNodeAsync(_clock);
        Assert.Equal(["user", "supplier", "client"], (await Registrations.KindsAsync(default)).Select(k => k.Kind));
        Assert.Equal("user", (await Registrations.FindFormAsync(null, default))?.Kind.Kind);
        Assert.Null(await Registrations.FindFormAsync("admin", default));
    }

    private static Dictionary<string, JsonElement> Company => new() { ["company_name"] = Accounts.Json("Acme") };

    private static NewRegistration Wanted(string email) =>
        new() { Email = email, Password = People.Password, FullName = " Ada Example " };

    private Task<RegistrationOutcome> RegisterAsync(NewRegistration wanted) => Registrations.RegisterAsync(wanted, default);

    private Task<SignInOutcome> CheckPasswordAsync(string password) =>
        _node.GetRequiredService<PasswordSignIn>().CheckAsync(_email, password, null, default);

    private Task<Guid> IdAsync() => _node.ScalarAsync<Guid>("SELECT id FROM users WHERE normalized_email = $1", _email);

    private async Task VerifiedAsync(string? email = null)
    {
        email ??= _email;
        await RegisterAsync(Wanted(email));
        Assert.NotNull(await Registrations.VerifyAsync(email, await _node.CodeToAsync(email), null, default));
    }
}
