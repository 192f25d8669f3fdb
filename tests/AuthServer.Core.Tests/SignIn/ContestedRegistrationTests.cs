using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

/// <summary>Several register one address before its owner has proved it: whose account it is, and whose password counts.</summary>
public sealed class ContestedRegistrationTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string StrangersPassword = "Battery-Staple-9";

    private readonly FakeClock _clock = new();
    private readonly string _email = Accounts.NewEmail();
    private ServiceProvider _node = null!; // by InitializeAsync

    private Registrations Registrations => _node.GetRequiredService<Registrations>();

    public async Task InitializeAsync() => _node = await database.AccountNodeAsync(_clock);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 30)]
    [InlineData(false, 0)]
    [InlineData(false, 30)]
    public async Task Account_is_what_the_one_who_brings_the_code_filled_in(bool isOwnerFirst, int secondsBetween)
    {
        var (owner, stranger) = (Wanted(People.Password, "Ada Example"), Wanted(StrangersPassword, "Mallory"));
        await RegisterAsync(isOwnerFirst ? owner : stranger);
        _clock.Advance(TimeSpan.FromSeconds(secondsBetween));
        await RegisterAsync(isOwnerFirst ? stranger : owner);

        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), owner.Attempt, default));

        Assert.Equal("Ada Example", await _node.ScalarAsync<string>("SELECT name FROM users WHERE normalized_email = $1", _email));
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(StrangersPassword));
        Assert.Equal(0, await _node.ScalarAsync<long>(
            "SELECT count(*) FROM registration_attempts a JOIN users u ON u.id = a.user_id WHERE u.normalized_email = $1", _email));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_nobody_can_tell_whose_code_it_is_none_of_the_passwords_counts(bool byLink)
    {
        await RegisterAsync(Wanted(People.Password));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await RegisterAsync(Wanted(StrangersPassword));

        // Of an attempt that was never made here, too.
        Assert.NotNull(byLink
            ? await Registrations.VerifyLinkAsync(await _node.LinkTokenToAsync(_email), Guid.CreateVersion7(), default)
            : await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));

        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(People.Password));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(StrangersPassword));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await _node.GetRequiredService<Recovery>().RequestAsync(_email, null, default);
        var outcome = await _node.GetRequiredService<Recovery>()
            .ResetAsync(await _node.LinkTokenToAsync(_email), People.Password, null, default);
        Assert.IsType<ResetOutcome.Done>(outcome);
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task Who_registers_twice_with_one_password_keeps_it(int secondsBetween)
    {
        await RegisterAsync(Wanted("Cafe\u0301-Horse-7"));
        _clock.Advance(TimeSpan.FromSeconds(secondsBetween));
        await RegisterAsync(Wanted("Caf\u00e9-Horse-7"));

        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), null, default));
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync("Caf\u00e9-Horse-7"));
    }

    [Fact]
    public async Task Attempt_at_another_address_counts_for_nothing()
    {
        var elsewhere = Wanted(StrangersPassword) with { Email = Accounts.NewEmail() };
        await RegisterAsync(elsewhere);
        await RegisterAsync(Wanted(People.Password));

        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), elsewhere.Attempt, default));
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
    }

    [Fact]
    public async Task Attempt_counts_for_nothing_once_the_address_is_proved()
    {
        var stranger = Wanted(StrangersPassword);
        await RegisterAsync(Wanted(People.Password));
        await RegisterAsync(stranger);
        await _node.ExecuteAsync("UPDATE users SET email_verified = true WHERE normalized_email = $1", _email);

        await Registrations.VerifyAsync(_email, await _node.CodeToAsync(_email), stranger.Attempt, default);
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(StrangersPassword));
    }

    [Fact]
    public async Task Number_is_proved_for_the_attempt_that_named_it_alone()
    {
        const string Number = "+441632960112";
        var byMail = Wanted(People.Password);
        await RegisterAsync(Wanted(StrangersPassword) with { PhoneNumber = Number, OtpMethod = MessageChannel.Sms });
        await RegisterAsync(byMail);

        Assert.NotNull(await Registrations.VerifyAsync(_email, await _node.CodeToAsync(Number), byMail.Attempt, default));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(People.Password));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(StrangersPassword));
    }

    private NewRegistration Wanted(string password, string name = "Ada Example") =>
        new() { Email = _email, Password = password, FullName = name };

    private Task<RegistrationOutcome> RegisterAsync(NewRegistration wanted) => Registrations.RegisterAsync(wanted, default);

    private Task<SignInOutcome> CheckPasswordAsync(string password) =>
        _node.GetRequiredService<PasswordSignIn>().CheckAsync(_email, password, null, default);
}
