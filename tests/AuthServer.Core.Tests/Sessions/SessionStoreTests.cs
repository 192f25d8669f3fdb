using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Sessions;

public sealed class SessionStoreTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly string[] Password = ["pwd"];

    [Fact]
    public async Task Session_is_found_as_it_began()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);

        var found = await node.FindLiveAsync(session.Id, default);

        Assert.NotNull(found);
        Assert.Equal((session.UserId, session.AuthTime, session.Epoch), (found.UserId, found.AuthTime, found.Epoch));
        Assert.Equal(Password, found.Methods);
        Assert.Null(await node.FindLiveAsync(Guid.CreateVersion7(), default));
    }

    [Fact]
    public async Task LGO_17_session_that_nobody_uses_dies_after_the_idle_lifetime()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock, ("Sessions:IdleLifetime", "8h"));
        var (store, session) = await BeginAsync(node);

        clock.Advance(TimeSpan.FromHours(7.9));
        Assert.NotNull(await node.FindLiveAsync(session.Id, default));
        clock.Advance(TimeSpan.FromHours(7.9));
        Assert.NotNull(await node.FindLiveAsync(session.Id, default));
        clock.Advance(TimeSpan.FromHours(8));
        Assert.Null(await node.FindLiveAsync(session.Id, default));
    }

    [Fact]
    public async Task LGO_17_session_that_is_used_all_the_time_dies_after_the_absolute_lifetime()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);
        for (var hour = 1; hour < 24; hour++)
        {
            clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(await node.FindLiveAsync(session.Id, default));
        }

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await node.FindLiveAsync(session.Id, default));
    }

    [Fact]
    public async Task LGO_16_remembered_session_outlives_idleness_and_a_shorter_setting_cuts_it()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node, remembered: true);
        clock.Advance(TimeSpan.FromDays(29));
        Assert.NotNull(await node.FindLiveAsync(session.Id, default));

        await using var stricter = database.PeopleNode(clock, ("Sessions:RememberLifetime", "7d"));
        Assert.Null(await stricter.FindLiveAsync(session.Id, default));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await node.FindLiveAsync(session.Id, default));
    }

    [Fact]
    public async Task Last_seen_is_written_at_most_once_a_minute()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);
        var began = clock.GetUtcNow();

        clock.Advance(TimeSpan.FromSeconds(59));
        await node.FindLiveAsync(session.Id, default);
        Assert.Equal(began, await SeenAsync(node, session.Id));
        clock.Advance(TimeSpan.FromSeconds(1));
        await node.FindLiveAsync(session.Id, default);
        Assert.Equal(began.AddSeconds(60), await SeenAsync(node, session.Id));
    }

    [Theory]
    [InlineData("UPDATE users SET disabled_at = now() WHERE id = $1")]
    [InlineData("UPDATE users SET epoch = nextval('epochs') WHERE id = $1")]
    public async Task Session_dies_with_what_its_user_was(string change)
    {
        await using var node = database.PeopleNode(new FakeClock());
        var (store, session) = await BeginAsync(node);

        await node.ExecuteAsync(change, session.UserId);
        node.GetRequiredService<FeedReader>().Apply(
            new FeedEntry(FeedKind.UserChanged, session.UserId.ToString(), 0, TimeProvider.System.GetUtcNow()));

        Assert.Null(await node.FindLiveAsync(session.Id, default));
    }

    [Fact]
    public async Task Session_ends_once_and_its_row_stays()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);

        var ends = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ =>
            store.EndAsync(session.Id, SessionEnd.SignedOut, default)));

        Assert.Single(ends, e => e);
        Assert.Null(await node.FindLiveAsync(session.Id, default));
        Assert.Equal(
            (short)SessionEnd.SignedOut,
            await node.ScalarAsync<short>("SELECT end_reason FROM sessions WHERE id = $1", session.Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(SessionEnd.Replaced)]
    [InlineData(SessionEnd.SignedOut)]
    public async Task Nodes_are_told_of_an_end_for_cause_alone_and_once_also_after_another(SessionEnd? before)
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);
        if (before is { } why)
            Assert.True(await store.EndAsync(session.Id, why, default));
        Assert.Equal(0, await LinesAsync(node, session.Id));

        var ended = node.GetRequiredService<EndedSessions>();
        await using var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        Assert.NotNull(await ended.RevokeAsync(connection, session.Id, clock.GetUtcNow().AddHours(1), default));
        Assert.Null(await ended.RevokeAsync(connection, session.Id, clock.GetUtcNow().AddHours(1), default));
        Assert.Equal(1, await LinesAsync(node, session.Id));
    }

    [Theory]
    [InlineData(SessionEnd.Revoked)]
    [InlineData(SessionEnd.PasswordChanged)]
    [InlineData(SessionEnd.UserClosed)]
    public async Task End_that_nodes_would_not_hear_of_is_no_end(SessionEnd why)
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.EndAsync(session.Id, why, default));
        Assert.NotNull(await node.FindLiveAsync(session.Id, default));
    }

    [Fact]
    public async Task End_belongs_to_the_transaction_that_is_open()
    {
        var clock = new FakeClock();
        await using var node = database.PeopleNode(clock);
        var (store, session) = await BeginAsync(node);
        await using (var connection = await node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            Assert.NotNull(await node.GetRequiredService<EndedSessions>().EndAsync(connection, session.Id, SessionEnd.SignedOut, default));
            await transaction.RollbackAsync();
        }

        Assert.NotNull(await node.FindLiveAsync(session.Id, default));
        Assert.Equal(0, await LinesAsync(node, session.Id));
    }

    private static async Task<(SessionStore, Session)> BeginAsync(ServiceProvider node, bool remembered = false)
    {
        var (id, _) = await node.AddPersonAsync(password: null);
        var epoch = await node.ScalarAsync<long>("SELECT epoch FROM users WHERE id = $1", id);
        return (node.GetRequiredService<SessionStore>(), await node.BeginAsync(
            new NewSession(id, epoch, SessionKind.Browser, Password, "Firefox on Linux", remembered)));
    }

    private static async Task<DateTimeOffset> SeenAsync(ServiceProvider node, Guid id) =>
        await node.ScalarAsync<DateTime>("SELECT last_seen_at FROM sessions WHERE id = $1", id);

    private static Task<long> LinesAsync(ServiceProvider node, Guid id) =>
        node.ScalarAsync<long>("SELECT count(*) FROM feed WHERE kind = 3 AND key = $1", id.ToString());
}
