using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

public sealed class CodeSignInTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private ServiceProvider _node = null!; // by InitializeAsync

    private CodeSignIn CodeSignIn => _node.GetRequiredService<CodeSignIn>();

    public async Task InitializeAsync() => _node = await database.AccountNodeAsync(_clock);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Code_by_mail_signs_in_once()
    {
        var (id, email) = await _node.AddPersonAsync();
        await CodeSignIn.RequestAsync(email.ToUpperInvariant(), MessageChannel.Email, "fr", default);
        var message = Assert.Single(await _node.WrittenToAsync(email));
        Assert.Equal((MessageKind.SignInCode, "fr", null), (message.Kind, message.Locale, message.Payload.Link));

        var proven = await CodeSignIn.VerifyAsync(email, message.Payload.Code, default);

        Assert.Equal(id, proven?.UserId);
        Assert.Equal(["otp"], proven?.Methods);
        Assert.Null(await CodeSignIn.VerifyAsync(email, message.Payload.Code, default));
    }

    [Fact]
    public async Task Code_by_text_message_goes_to_the_verified_number_of_the_record()
    {
        const string Number = "+441632960222";
        var (id, email) = await _node.AddPersonAsync(with: u => u with { PhoneNumber = Number });
        await CodeSignIn.RequestAsync(email, MessageChannel.Sms, null, default);
        Assert.Empty(await _node.WrittenToAsync(Number));

        await _node.ExecuteAsync("UPDATE users SET phone_number_verified = true WHERE id = $1", id);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await CodeSignIn.RequestAsync(email, MessageChannel.Sms, null, default);
        var proven = await CodeSignIn.VerifyAsync(email, await _node.CodeToAsync(Number), default);

        Assert.Equal(id, proven?.UserId);
        Assert.Equal(["otp", "sms"], proven?.Methods);
        Assert.Empty(await _node.WrittenToAsync(email));
    }

    [Theory]
    [InlineData("UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("UPDATE users SET email_verified = false WHERE id = $1")]
    [InlineData("UPDATE users SET normalized_email = id::text WHERE id = $1")]
    public async Task Code_is_worth_nothing_when_the_account_changed(string change)
    {
        var (id, email) = await _node.AddPersonAsync();
        await CodeSignIn.RequestAsync(email, MessageChannel.Email, null, default);
        var code = await _node.CodeToAsync(email);

        await _node.ExecuteAsync(change, id);

        Assert.Null(await CodeSignIn.VerifyAsync(email, code, default));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await CodeSignIn.RequestAsync(email, MessageChannel.Email, null, default);
        Assert.Single(await _node.WrittenToAsync(email));
    }

    [Fact]
    public async Task Address_that_nobody_has_counts_like_any_other_and_gets_nothing()
    {
        var (_, known) = await _node.AddPersonAsync();
        var unknown = Accounts.NewEmail();
        foreach (var email in new[] { known, unknown })
        {
            await CodeSignIn.RequestAsync(email, MessageChannel.Email, null, default);
            await CodeSignIn.RequestAsync(email, MessageChannel.Email, null, default);
            for (var i = 0; i < 3; i++)
                Assert.Null(await CodeSignIn.VerifyAsync(email, "abcdef", default));
        }

        Assert.Empty(await _node.WrittenToAsync(unknown));
        Assert.Single(await _node.WrittenToAsync(known));
        Assert.Equal(
            2, await _node.ScalarAsync<long>("SELECT count(*) FROM one_time_codes WHERE key IN ($1, $2) AND sends = 1", known, unknown));
    }

    [Fact]
    public async Task Recipient_reads_their_own_language()
    {
        var (id, email) = await _node.AddPersonAsync();
        await _node.ExecuteAsync("UPDATE users SET locale = 'es' WHERE id = $1", id);
        await CodeSignIn.RequestAsync(email, MessageChannel.Email, "de", default);
        Assert.Equal("es", Assert.Single(await _node.WrittenToAsync(email)).Locale);
    }

    [Fact]
    public async Task Wrong_passwords_do_not_lock_the_code_out()
    {
        var (_, email) = await _node.AddPersonAsync();
        for (var i = 0; i < 6; i++)
            await _node.GetRequiredService<PasswordSignIn>().CheckAsync(email, "wrong", null, default);
        await CodeSignIn.RequestAsync(email, MessageChannel.Email, null, default);
        Assert.NotNull(await CodeSignIn.VerifyAsync(email, await _node.CodeToAsync(email), default));
    }
}
