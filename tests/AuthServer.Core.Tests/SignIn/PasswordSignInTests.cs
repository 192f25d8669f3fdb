using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

public sealed class PasswordSignInTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_sign_in_begins_a_session_of_its_own()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync();

        var first = await SignInAsync(node, email, People.Password);
        var second = await SignInAsync(node, email, People.Password);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(id, (await node.GetRequiredService<SessionStore>().FindLiveAsync(second.Id, default))?.UserId);
    }

    [Fact]
    public async Task Wrong_password_unknown_address_and_disabled_user_get_one_answer()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (_, email) = await node.AddPersonAsync();
        var (disabled, disabledEmail) = await node.AddPersonAsync();
        await node.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", disabled);

        var answers = new[]
        {
            await CheckAsync(node, email, "wrong"),
            await CheckAsync(node, "nobody@example.org", "wrong"),
            await CheckAsync(node, "not an address", "wrong"),
            await CheckAsync(node, disabledEmail, People.Password),
        };

        Assert.All(answers, a => Assert.Equal(new SignInOutcome.Refused(), a));
    }

    [Fact]
    public async Task User_who_is_revoked_between_check_and_session_is_not_signed_in()
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (id, email) = await node.AddPersonAsync();
        var signedIn = await SignInAsync(node, email, People.Password);

        // The session carries the epoch of the check: raising it in between is raising it after.
        await node.ExecuteAsync("UPDATE users SET epoch = nextval('epochs') WHERE id = $1", id);

        Assert.Null(await node.GetRequiredService<SessionStore>().FindLiveAsync(signedIn.Id, default));
    }

    private static Task<SignInOutcome> CheckAsync(ServiceProvider node, string email, string password) =>
        node.GetRequiredService<PasswordSignIn>().CheckAsync(email, password, null, default);

    private static async Task<Session> SignInAsync(ServiceProvider node, string email, string password)
    {
        var accepted = Assert.IsType<SignInOutcome.Accepted>(await CheckAsync(node, email, password));
        return await node.GetRequiredService<SignIns>().BeginAsync(
            accepted.Proven, SessionKind.Browser, null, false, default);
    }
}
