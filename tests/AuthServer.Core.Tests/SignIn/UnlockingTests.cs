using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

public sealed class UnlockingTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private ServiceProvider _node = null!; // by InitializeAsync

    private Unlocking Unlocking => _node.GetRequiredService<Unlocking>();

    public async Task InitializeAsync() => _node = await database.AccountNodeAsync(_clock);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Code_unlocks_at_once()
    {
        var email = await LockedAsync();
        await Unlocking.RequestAsync(email, null, default);
        var message = Assert.Single(await _node.WrittenToAsync(email));
        Assert.Equal(MessageKind.Unlock, message.Kind);
        Assert.False(await Unlocking.VerifyAsync(email, Accounts.Other(message.Payload.Code ?? ""), default));
        Assert.IsType<SignInOutcome.Locked>(await CheckAsync(email));

        Assert.True(await Unlocking.VerifyAsync(email, message.Payload.Code, default));

        Assert.IsType<SignInOutcome.Accepted>(await CheckAsync(email));
        Assert.False(await Unlocking.VerifyAsync(email, message.Payload.Code, default));
    }

    [Fact]
    public async Task Link_unlocks_once_and_looking_at_it_consumes_nothing()
    {
        var email = await LockedAsync();
        await Unlocking.RequestAsync(email, null, default);
        var token = await _node.LinkTokenToAsync(email);
        Assert.Equal(email, await Unlocking.FindLinkAsync(token, default));
        Assert.IsType<SignInOutcome.Locked>(await CheckAsync(email));

        Assert.True(await Unlocking.VerifyLinkAsync(token, default));

        Assert.IsType<SignInOutcome.Accepted>(await CheckAsync(email));
        Assert.False(await Unlocking.VerifyLinkAsync(token, default));
        Assert.Null(await Unlocking.FindLinkAsync(token, default));
    }

    [Fact]
    public async Task Nobody_gets_nothing()
    {
        var email = Accounts.NewEmail();
        await Unlocking.RequestAsync(email, null, default);
        Assert.Empty(await _node.WrittenToAsync(email));
        Assert.False(await Unlocking.VerifyAsync(email, "123456", default));
    }

    private async Task<string> LockedAsync()
    {
        var (_, email) = await _node.AddPersonAsync();
        for (var i = 0; i < 5; i++)
            await _node.GetRequiredService<PasswordSignIn>().CheckAsync(email, "wrong", null, default);
        Assert.IsType<SignInOutcome.Locked>(await CheckAsync(email));
        return email;
    }

    private Task<SignInOutcome> CheckAsync(string email) =>
        _node.GetRequiredService<PasswordSignIn>().CheckAsync(email, People.Password, null, default);
}
