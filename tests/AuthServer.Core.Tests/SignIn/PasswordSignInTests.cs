using AuthServer.Core.Credentials;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.SignIn;

public sealed class PasswordSignInTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Every_sign_in_begins_a_session_of_its_own()
    {
        await using var node = database.PeopleNode(_clock);
        var (id, email) = await node.AddPersonAsync();

        var first = await BeginAsync(node, await AcceptedAsync(node, email));
        var second = await BeginAsync(node, await AcceptedAsync(node, email));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(id, (await node.FindLiveAsync(second.Id, default))?.UserId);
    }

    [Fact]
    public async Task Guard_hears_of_the_right_password_with_the_session()
    {
        await using var node = database.PeopleNode(_clock);
        var (_, email) = await node.AddPersonAsync();
        for (var i = 0; i < 4; i++)
            await CheckAsync(node, email, "wrong");
        var proved = await node.GetRequiredService<PasswordSignIn>().ProveAsync(email, People.Password, null, default);
        Assert.Equal((4, 1), await GuardedAsync());

        await BeginAsync(node, Assert.IsType<SignInOutcome.Accepted>(proved).Proven);

        Assert.Equal((0, 0), await GuardedAsync());

        async Task<(int Failures, int Pending)> GuardedAsync() => (
            await SumAsync("failures"), await SumAsync("cardinality(pending)"));

        Task<int> SumAsync(string what) => node.ScalarAsync<int>(
            $"SELECT coalesce(sum({what}), 0)::int FROM sign_in_guard WHERE address = $1", GuardKey.Hash(email));
    }

    [Fact]
    public async Task Right_password_whose_session_never_began_blocks_nobody_for_longer_than_a_minute()
    {
        await using var node = database.PeopleNode(_clock);
        var (_, email) = await node.AddPersonAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<SignInOutcome.Accepted>(
                await node.GetRequiredService<PasswordSignIn>().ProveAsync(email, People.Password, null, default));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));

        await AcceptedAsync(node, email);
    }

    [Fact]
    public async Task Wrong_password_unknown_address_and_disabled_user_get_one_answer()
    {
        await using var node = database.PeopleNode(_clock);
        var (_, email) = await node.AddPersonAsync();
        var (_, unverified) = await node.AddPersonAsync(with: u => u with { EmailVerified = false });
        var (_, withoutPassword) = await node.AddPersonAsync(password: null);
        var (disabled, disabledEmail) = await node.AddPersonAsync();
        await node.ExecuteAsync("UPDATE users SET disabled_at = now() WHERE id = $1", disabled);

        foreach (var (address, password) in new[]
        {
            (email, "wrong"), (unverified, "wrong"), ($"{Guid.CreateVersion7()}@example.org", "wrong"), ("not an address", "wrong"),
            (disabledEmail, People.Password), (disabledEmail, "wrong"), (withoutPassword, "wrong"), (withoutPassword, ""),
        })
        {
            Assert.Equal(new SignInOutcome.Refused(), await CheckAsync(node, address, password));
        }
    }

    [Fact]
    public async Task Address_that_is_not_verified_is_told_so_after_the_right_password_alone()
    {
        await using var node = database.PeopleNode(_clock);
        var (_, email) = await node.AddPersonAsync(with: u => u with { EmailVerified = false });

        Assert.Equal(new SignInOutcome.VerificationRequired(email), await CheckAsync(node, email, People.Password));
    }

    [Fact]
    public async Task User_who_is_revoked_between_check_and_session_is_not_signed_in()
    {
        await using var node = database.PeopleNode(_clock);
        var (id, email) = await node.AddPersonAsync();
        var proven = await AcceptedAsync(node, email);

        // The session carries the epoch of the check.
        await node.ExecuteAsync("UPDATE users SET epoch = nextval('epochs') WHERE id = $1", id);

        var session = await BeginAsync(node, proven);
        Assert.Null(await node.FindLiveAsync(session.Id, default));
    }

    [Fact]
    public async Task Locked_address_answers_so_whatever_the_password_and_whether_or_not_anybody_has_it()
    {
        await using var node = database.PeopleNode(_clock);
        var (_, email) = await node.AddPersonAsync();
        var nobody = $"{Guid.CreateVersion7():N}@example.org";
        var locked = new SignInOutcome.Locked(_clock.GetUtcNow().AddMinutes(15));
        foreach (var address in new[] { email, nobody })
        {
            for (var i = 0; i < 5; i++)
                Assert.IsType<SignInOutcome.Refused>(await CheckAsync(node, address, $"wrong {i}"));
            Assert.Equal(locked, await CheckAsync(node, address, "wrong"));
            Assert.Equal(locked, await CheckAsync(node, " " + address.ToUpperInvariant(), People.Password));
        }

        _clock.Advance(TimeSpan.FromMinutes(15));
        await AcceptedAsync(node, email);
    }

    [Fact]
    public async Task What_is_no_address_locks_nobody()
    {
        await using var node = database.PeopleNode(_clock);
        for (var i = 0; i < 20; i++)
            Assert.Equal(new SignInOutcome.Refused(), await CheckAsync(node, "not an address", "wrong"));
    }

    [Fact]
    public async Task Of_two_hundred_guesses_at_once_five_cost_a_hash()
    {
        await using var node = database.PeopleNode(_clock);
        var (_, email) = await node.AddPersonAsync();
        var before = node.GetRequiredService<HashingLane>().Computed;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => CheckAsync(node, email, $"wrong {i}")));

        Assert.Equal(5, node.GetRequiredService<HashingLane>().Computed - before);
        Assert.Equal(5, outcomes.Count(o => o is SignInOutcome.Refused));
        Assert.Equal(195, outcomes.Count(o => o is SignInOutcome.Locked));
    }

    [Fact]
    public async Task Hundred_right_passwords_at_once_are_all_accepted()
    {
        // A lane for each: nobody is turned away, however long a hash takes on a loaded machine.
        await using var node = database.PeopleNode(_clock, ("Password:Lanes", "100"));
        var (_, email) = await node.AddPersonAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CheckAsync(node, email, People.Password)));

        Assert.All(outcomes, o => Assert.IsType<SignInOutcome.Accepted>(o));
    }

    [Fact]
    public async Task Who_comes_when_the_lane_is_full_is_turned_away_before_the_database_is_asked()
    {
        await using var node = database.PeopleNode(_clock, ("Password:Lanes", "1"), ("Password:Waiting", "0"));
        var (_, email) = await node.AddPersonAsync();
        using var lane = new ManualResetEventSlim();
        var before = node.GetRequiredService<HashingLane>().RunAsync(() => lane.Wait(TimeSpan.FromMinutes(1)), default);

        var turnedAway = CheckAsync(node, email, People.Password);

        Assert.True(turnedAway.IsCompletedSuccessfully); // whoever asks the database waits for it
        Assert.IsType<SignInOutcome.Busy>(await turnedAway);
        lane.Set();
        await before;
        await AcceptedAsync(node, email);
    }

    [Fact]
    public async Task Who_hangs_up_before_the_check_has_not_guessed()
    {
        await using var node = database.PeopleNode(_clock, ("Password:Lanes", "1"));
        var (_, email) = await node.AddPersonAsync();
        using var lane = new ManualResetEventSlim();
        var before = node.GetRequiredService<HashingLane>().RunAsync(() => lane.Wait(TimeSpan.FromMinutes(1)), default);
        for (var i = 0; i < 10; i++)
        {
            using var hungUp = new CancellationTokenSource();
            var check = node.GetRequiredService<PasswordSignIn>().CheckAsync(email, "wrong", null, hungUp.Token);
            await hungUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
        }

        lane.Set();
        await before;
        await AcceptedAsync(node, email);
        Assert.Equal(0, await node.ScalarAsync<long>(
            "SELECT count(*) FROM sign_in_guard WHERE address = $1", GuardKey.Hash(email)));
    }

    [Fact]
    public async Task Owner_at_a_known_device_gets_in_while_strangers_guess()
    {
        await using var node = database.PeopleNode(_clock);
        var (id, email) = await node.AddPersonAsync();
        var mark = await node.RememberAsync(id, null);
        for (var i = 0; i < 6; i++)
            await CheckAsync(node, email, "wrong");

        Assert.IsType<SignInOutcome.Locked>(await CheckAsync(node, email, People.Password));
        Assert.IsType<SignInOutcome.Accepted>(await CheckAsync(node, email, People.Password, mark));
        await using (var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
            await KnownDevices.ForgetAsync(connection, id, default);
        Assert.IsType<SignInOutcome.Locked>(await CheckAsync(node, email, People.Password, mark));
    }

    [Fact]
    public async Task Browser_is_known_with_the_session_and_keeps_its_mark()
    {
        await using var node = database.PeopleNode(_clock);
        var (signIns, devices) = (node.GetRequiredService<SignIns>(), node.GetRequiredService<KnownDevices>());
        var (id, email) = await node.AddPersonAsync();
        var proven = await AcceptedAsync(node, email);

        var (session, marks) = await signIns.BeginInBrowserAsync(proven, "Firefox, Linux", false, null);
        var (next, kept) = await signIns.BeginInBrowserAsync(proven, "Firefox, Linux", false, marks);

        Assert.NotEqual(session.Id, next.Id);
        Assert.NotNull(await node.FindLiveAsync(session.Id, default));
        Assert.NotNull(await node.FindLiveAsync(next.Id, default));
        Assert.Equal(marks, kept);
        Assert.NotNull(await devices.FindAsync(email, marks, default));
        Assert.Equal(1, await node.ScalarAsync<long>("SELECT count(*) FROM known_devices WHERE user_id = $1", id));
    }

    [Fact]
    public async Task Sign_in_waits_for_the_end_of_the_account_without_holding_what_that_needs()
    {
        await using var node = database.PeopleNode(_clock);
        var signIns = node.GetRequiredService<SignIns>();
        var (id, email) = await node.AddPersonAsync();
        var proven = await AcceptedAsync(node, email);
        var (_, marks) = await signIns.BeginInBrowserAsync(proven, null, false, null);
        await using var ending = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await ending.BeginTransactionAsync();
        await ChangeAsync("SELECT FROM users WHERE id = $1 FOR UPDATE");

        var signIn = signIns.BeginInBrowserAsync(proven, null, false, marks);
        await Eventually.TrueAsync(async () => await node.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);

        await ChangeAsync("DELETE FROM known_devices WHERE user_id = $1");
        await transaction.RollbackAsync();
        Assert.Equal(marks, (await signIn).Marks);

        async Task ChangeAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, ending) { Parameters = { new() { Value = id } } };
            await command.ExecuteNonQueryAsync();
        }
    }

    private static Task<SignInOutcome> CheckAsync(ServiceProvider node, string email, string password, string? marks = null) =>
        node.GetRequiredService<PasswordSignIn>().CheckAsync(email, password, marks, default);

    private static async Task<Proven> AcceptedAsync(ServiceProvider node, string email) =>
        Assert.IsType<SignInOutcome.Accepted>(await CheckAsync(node, email, People.Password)).Proven;

    private static Task<Session> BeginAsync(ServiceProvider node, Proven proven) =>
        node.GetRequiredService<SignIns>().BeginAsync(proven, null, false);
}
