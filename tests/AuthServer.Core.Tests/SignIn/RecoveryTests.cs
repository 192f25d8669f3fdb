using AuthServer.Core.Credentials;
using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

public sealed class RecoveryTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string NewPassword = "Battery-Staple-9";

    private readonly FakeClock _clock = new();
    private ServiceProvider _node = null!; // by InitializeAsync
    private Guid _id;
    private string _email = "";

    private Recovery Recovery => _node.GetRequiredService<Recovery>();

    public async Task InitializeAsync()
    {
        _node = await database.AccountNodeAsync(_clock);
        (_id, _email) = await _node.AddPersonAsync();
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Link_changes_the_password_once()
    {
        var token = await LinkAsync();
        Assert.Equal(_email, await Recovery.FindAsync(token, default));

        Assert.Equal(new ResetOutcome.Done(), await ResetAsync(token));

        Assert.Equal(new ResetOutcome.InvalidToken(), await ResetAsync(token));
        Assert.Null(await Recovery.FindAsync(token, default));
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(NewPassword));
        Assert.IsType<SignInOutcome.Refused>(await CheckPasswordAsync(People.Password));
    }

    [Fact]
    public async Task Code_is_exchanged_for_a_token_that_lives_a_quarter_of_an_hour()
    {
        await Recovery.RequestAsync(_email, null, default);
        _clock.Advance(TimeSpan.FromMinutes(9));
        var code = await _node.CodeToAsync(_email);
        var reset = await Recovery.VerifyAsync(_email, code, default);
        Assert.Equal(TimeSpan.FromMinutes(15), reset?.ExpiresIn);
        Assert.Null(await Recovery.VerifyAsync(_email, code, default));

        _clock.Advance(TimeSpan.FromMinutes(14.9));
        Assert.Equal(_email, await Recovery.FindAsync(reset?.Token, default));
        Assert.Equal(new ResetOutcome.Done(), await ResetAsync(reset?.Token));
    }

    [Fact]
    public async Task Exchange_kills_the_link_and_a_newer_code_kills_the_token()
    {
        var link = await LinkAsync();
        var reset = await Recovery.VerifyAsync(_email, await _node.CodeToAsync(_email), default);
        Assert.Equal(new ResetOutcome.InvalidToken(), await ResetAsync(link));

        _clock.Advance(TimeSpan.FromSeconds(30));
        await Recovery.RequestAsync(_email, null, default);
        Assert.Equal(new ResetOutcome.InvalidToken(), await ResetAsync(reset?.Token));
    }

    [Fact]
    public async Task Token_dies_after_a_quarter_of_an_hour()
    {
        var token = await LinkAsync();
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await Recovery.FindAsync(token, default));
        Assert.Equal(new ResetOutcome.InvalidToken(), await ResetAsync(token));
    }

    [Fact]
    public async Task Refused_password_does_not_spend_the_token()
    {
        var token = await LinkAsync();
        var refused = Assert.IsType<ResetOutcome.Refused>(await Recovery.ResetAsync(token, "short", null, default));
        Assert.Contains(refused.Complaints, c => c.Code == "too_short");
        Assert.IsType<ResetOutcome.Refused>(await Recovery.ResetAsync(token, null, null, default));
        Assert.Equal(new ResetOutcome.Done(), await ResetAsync(token));
    }

    [Fact]
    public async Task Of_twenty_who_use_a_token_at_once_one_does()
    {
        var token = await LinkAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ResetAsync(token)));
        Assert.Single(outcomes, o => o is ResetOutcome.Done);
        Assert.Single(await _node.WrittenToAsync(_email), m => m.Kind == MessageKind.PasswordChanged);
    }

    [Fact]
    public async Task Reset_ends_sessions_codes_locks_and_known_devices_and_tells_the_owner()
    {
        var session = await _node.GetRequiredService<SignIns>().BeginAsync(
            Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(People.Password)).Proven,
            null, false);
        var mark = await _node.RememberAsync(_id, null);
        await _node.GetRequiredService<CodeSignIn>().RequestAsync(_email, MessageChannel.Email, null, default);
        var signInCode = await _node.CodeToAsync(_email);
        for (var i = 0; i < 6; i++)
            await CheckPasswordAsync("wrong");
        Assert.IsType<SignInOutcome.Locked>(await CheckPasswordAsync(People.Password));

        Assert.Equal(new ResetOutcome.Done(), await ResetAsync(await LinkAsync()));

        Assert.Null(await _node.FindLiveAsync(session.Id, default));
        Assert.Null(await _node.GetRequiredService<CodeSignIn>().VerifyAsync(_email, signInCode, default));
        Assert.IsType<SignInOutcome.Accepted>(await CheckPasswordAsync(NewPassword));
        Assert.Null(await _node.GetRequiredService<KnownDevices>().FindAsync(_email, mark, default));
        var told = (await _node.WrittenToAsync(_email))[^1];
        Assert.Equal((MessageKind.PasswordChanged, null, null), (told.Kind, told.Payload.Code, told.Payload.Link));
    }

    [Fact]
    public async Task Nobody_disabled_and_no_address_get_nothing()
    {
        var unknown = Accounts.NewEmail();
        await Recovery.RequestAsync(unknown, null, default);
        await Recovery.RequestAsync($"{_email},{unknown}", null, default);
        await Recovery.RequestAsync($"{_email}\n{unknown}", null, default);
        await _node.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", _id);
        await Recovery.RequestAsync(_email, null, default);
        Assert.Empty(await _node.WrittenToAsync(unknown));
        Assert.Empty(await _node.WrittenToAsync(_email));
    }

    [Theory]
    [InlineData("UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("UPDATE users SET normalized_email = id::text, normalized_user_name = id::text WHERE id = $1")]
    public async Task Token_is_worth_nothing_when_the_account_changed(string change)
    {
        var token = await LinkAsync();
        await _node.ExecuteAsync(change, _id);
        Assert.Null(await Recovery.FindAsync(token, default));
        Assert.Equal(new ResetOutcome.InvalidToken(), await ResetAsync(token));
    }

    [Fact]
    public async Task Token_for_something_else_is_none()
    {
        var (_, email) = await _node.AddPersonAsync();
        await _node.GetRequiredService<Unlocking>().RequestAsync(email, null, default);
        Assert.Equal(new ResetOutcome.InvalidToken(), await ResetAsync(await _node.LinkTokenToAsync(email)));
        Assert.Null(await Recovery.VerifyAsync(email, await _node.CodeToAsync(email), default));
        Assert.Null(await _node.GetRequiredService<Registrations>().VerifyLinkAsync(await LinkAsync(), null, default));
    }

    [Fact]
    public async Task Reset_proves_the_address_and_what_was_proved_without_it_counts_no_more()
    {
        await _node.ExecuteAsync(
            "UPDATE users SET email_verified = false, phone_number = '+441632960333', phone_number_verified = true WHERE id = $1", _id);

        Assert.Equal(new ResetOutcome.Done(), await ResetAsync(await LinkAsync()));

        var subject = await _node.GetRequiredService<SubjectCache>().LoadAsync(_id, default);
        Assert.True(subject is { EmailVerified: true, PhoneNumberVerified: false, PhoneNumber: not null });
    }

    [Fact]
    public async Task Reset_leaves_a_number_alone_that_the_owner_of_the_address_proved()
    {
        await _node.ExecuteAsync(
            "UPDATE users SET phone_number = '+441632960333', phone_number_verified = true WHERE id = $1", _id);
        Assert.Equal(new ResetOutcome.Done(), await ResetAsync(await LinkAsync()));
        Assert.True((await _node.GetRequiredService<SubjectCache>().LoadAsync(_id, default))?.PhoneNumberVerified);
    }

    [Fact]
    public async Task Five_wrong_codes_end_it_for_the_hour()
    {
        await Recovery.RequestAsync(_email, null, default);
        var code = await _node.CodeToAsync(_email);
        for (var i = 0; i < 5; i++)
            Assert.Null(await Recovery.VerifyAsync(_email, Accounts.Other(code), default));
        Assert.Null(await Recovery.VerifyAsync(_email, code, default));
        Assert.Null(await Recovery.FindAsync(await _node.LinkTokenToAsync(_email), default));
    }

    private async Task<string> LinkAsync()
    {
        await Recovery.RequestAsync(_email, null, default);
        return await _node.LinkTokenToAsync(_email);
    }

    private Task<ResetOutcome> ResetAsync(string? token) => Recovery.ResetAsync(token, NewPassword, null, default);

    private Task<SignInOutcome> CheckPasswordAsync(string password) =>
        _node.GetRequiredService<PasswordSignIn>().CheckAsync(_email, password, null, default);
}
