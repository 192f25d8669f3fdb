using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class PurgeTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly NpgsqlDataSource _data = NpgsqlDataSource.Create(database.ConnectionString);

    private DateTimeOffset Now => _clock.GetUtcNow();

    public Task InitializeAsync() => ExecuteAsync("TRUNCATE feed, sessions, authorizations, replays, long_codes, parked_requests, pushed_requests");

    public async Task DisposeAsync() => await _data.DisposeAsync();

    [Fact]
    public async Task Feed_forgets_what_ran_out_and_never_the_servers_epoch()
    {
        foreach (var kind in Enum.GetValues<FeedKind>())
        {
            await ExecuteAsync("INSERT INTO feed (kind, key, epoch, until) VALUES ($1, 'x', 0, $2)", (short)kind, Now.AddHours(-1));
            await ExecuteAsync("INSERT INTO feed (kind, key, epoch, until) VALUES ($1, 'y', 0, $2)", (short)kind, Now.AddHours(1));
        }

        var kinds = Enum.GetValues<FeedKind>().Length;
        Assert.Equal(3, await new FeedPurge(_data, _clock).SweepAsync(new(3), default));
        Assert.Equal(kinds - 4, await new FeedPurge(_data, _clock).SweepAsync(new(1000), default));
        Assert.Equal(1, await CountAsync("feed WHERE until < $1", Now));
        Assert.Equal(2, await CountAsync($"feed WHERE kind = {(short)FeedKind.AllRevoked} AND until <> $1", Now));
    }

    [Fact]
    public async Task Sessions_stay_until_their_last_token_is_dead()
    {
        var user = Guid.CreateVersion7();
        await ExecuteAsync(
            """
            INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, created_at, updated_at, email_verified,
                phone_number_verified, two_factor_enabled, lockout_enabled, access_failed_count)
            VALUES ($1, 'a@b.example', 'a@b.example', 'a@b.example', 'a@b.example', $2, $2, true, false, false, true, 0)
            """,
            user, Now);
        foreach (var (expires, ended) in new (int, int?)[] { (1, null), (-1, null), (-3, null), (20, -1), (20, -3) })
        {
            await ExecuteAsync(
                """
                INSERT INTO sessions (id, user_id, user_epoch, kind, auth_time, methods, remembered, created_at, last_seen_at,
                    expires_at, ended_at, end_reason)
                VALUES ($1, $2, 0, 1, $3, '{pwd}', true, $3, $3, $4, $5, CASE WHEN $5 IS NULL THEN NULL ELSE 1 END)
                """,
                Guid.CreateVersion7(), user, Now.AddDays(-30), Now.AddDays(expires),
                new NpgsqlParameter<DateTimeOffset?> { TypedValue = ended is { } days ? Now.AddDays(days) : null });
        }

        Assert.Equal(2, await new SessionPurge(_data, new Lifetimes(), _clock).SweepAsync(new(1000), default));
        Assert.Equal(3, await CountAsync("sessions WHERE $1::timestamptz IS NOT NULL", Now));
    }

    [Fact]
    public async Task Authorizations_stay_until_code_access_and_refresh_token_are_dead()
    {
        var kept = new[] { (Refresh: 1, Rotated: -5), (Refresh: -1, Rotated: 0) };
        foreach (var (refresh, rotated) in kept.Append((-2, -3)))
        {
            await ExecuteAsync(
                $"""
                INSERT INTO authorizations ({AuthorizationColumns}, ended_at)
                VALUES ($1, $1, $1, 'app', $1, '{"{openid}"}', '{"{}"}', $2, '{"{pwd}"}', '\x00', 0, 1, $3, $2, $4, $5, 0, 0, 0, $2)
                """,
                Guid.CreateVersion7(), Now.AddDays(-9), Now.AddDays(rotated), Now.AddDays(refresh), Now.AddDays(80));
        }

        var purge = new AuthorizationPurge(_data, new Lifetimes(), _clock);
        Assert.Equal(1, await purge.SweepAsync(new(1000), default));
        Assert.Equal(2, await CountAsync("authorizations WHERE $1::timestamptz IS NOT NULL", Now));

        foreach (var hours in new[] { -1, 1 })
        {
            await ExecuteAsync("INSERT INTO replays (key, until) VALUES ($1, $2)", new[] { (byte)(hours + 1) }, Now.AddHours(hours));
            await ExecuteAsync(
                "INSERT INTO long_codes (handle_hash, code, expires_at) VALUES ($1, 'x', $2)",
                new[] { (byte)(hours + 1) }, Now.AddHours(hours));
        }

        Assert.Equal((1, 1, 0), (await purge.SweepReplaysAsync(new(10), default), await purge.SweepCodesAsync(new(10), default),
            await purge.SweepRequestsAsync(new(10), default)));
    }

    [Fact]
    public async Task Authorization_stays_as_long_as_its_session_so_that_its_client_can_be_told_of_the_end()
    {
        var (user, live, ended) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await ExecuteAsync(
            """
            INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, created_at, updated_at, email_verified,
                phone_number_verified, two_factor_enabled, lockout_enabled, access_failed_count)
            VALUES ($1, 'c@b.example', 'c@b.example', 'c@b.example', 'c@b.example', $2, $2, true, false, false, true, 0)
            """,
            user, Now);
        foreach (var session in new[] { live, ended })
        {
            await ExecuteAsync(
                """
                INSERT INTO sessions (id, user_id, user_epoch, kind, auth_time, methods, remembered, created_at, last_seen_at,
                    expires_at, ended_at, end_reason)
                VALUES ($1, $2, 0, 1, $3, '{pwd}', true, $3, $3, $4, $5, CASE WHEN $5 IS NULL THEN NULL ELSE 2 END)
                """,
                session, user, Now.AddDays(-9), Now.AddDays(20),
                new NpgsqlParameter<DateTimeOffset?> { TypedValue = session == ended ? Now.AddDays(-1) : null });
            await ExecuteAsync(
                $"""
                INSERT INTO authorizations ({AuthorizationColumns})
                VALUES ($1, $1, $1, 'app', $2, '{"{openid}"}', '{"{}"}', $3, '{"{pwd}"}', '\x00', 0, 1, $3, $3, $3, $3, 0, 0, 0)
                """,
                Guid.CreateVersion7(), session, Now.AddDays(-9));
        }

        Assert.Equal(1, await new AuthorizationPurge(_data, new Lifetimes(), _clock).SweepAsync(new(1000), default));
        await using var left = _data.CreateCommand("SELECT session_id FROM authorizations");
        Assert.Equal(live, await left.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Authorization_that_was_used_is_put_off_and_keeps_nobody_from_those_behind_it()
    {
        foreach (var (id, refresh) in new[] { (1, 3), (2, 2), (3, -2), (4, -2) })
        {
            await ExecuteAsync(
                $"""
                INSERT INTO authorizations ({AuthorizationColumns}, sweep_at)
                VALUES ($1, $1, $1, 'app', $1, '{"{openid}"}', '{"{}"}', $2, '{"{pwd}"}', '\x00', 2, 1, $2, $2, $3, $4, 0, 0, 0, $5)
                """,
                Guid.CreateVersion7(), Now.AddDays(-9), Now.AddDays(refresh), Now.AddDays(80), Now.AddDays(-9).AddHours(id));
        }

        var purge = new AuthorizationPurge(_data, new Lifetimes(), _clock);
        Assert.Equal(1, await purge.SweepAsync(new(1), default));
        Assert.Equal(1, await purge.SweepAsync(new(1), default));
        Assert.Equal(0, await purge.SweepAsync(new(1), default));
        Assert.Equal(2, await CountAsync("authorizations WHERE sweep_at = refresh_expires_at AND sweep_at > $1", Now));

        _clock.Advance(TimeSpan.FromDays(2.5));
        Assert.Equal(1, await purge.SweepAsync(new(1000), default));
    }

    [Fact]
    public async Task Sweep_goes_on_where_its_last_batch_ended_and_the_next_one_finds_what_it_passed_by()
    {
        var purge = new AuthorizationPurge(_data, new Lifetimes(), _clock);
        var (authorizations, replays) = (new Sweep(2), new Sweep(2));
        foreach (var hours in new[] { -40, -39, -20, -19 })
        {
            await InsertPastAsync(Now.AddHours(hours));
            await ExecuteAsync("INSERT INTO replays (key, until) VALUES ($1, $2)", new[] { (byte)-hours }, Now.AddHours(hours));
        }

        Assert.Equal((2, 2), (await purge.SweepAsync(authorizations, default), await purge.SweepReplaysAsync(replays, default)));
        await InsertPastAsync(Now.AddHours(-41));
        await ExecuteAsync("INSERT INTO replays (key, until) VALUES ('x', $1)", Now.AddHours(-41));

        Assert.Equal((2, 2), (await purge.SweepAsync(authorizations, default), await purge.SweepReplaysAsync(replays, default)));
        Assert.Equal((0, 0), (await purge.SweepAsync(authorizations, default), await purge.SweepReplaysAsync(replays, default)));
        Assert.Equal((1, 1), (await purge.SweepAsync(new(9), default), await purge.SweepReplaysAsync(new(9), default)));
    }

    [Fact]
    public async Task Pushed_request_stays_as_long_as_who_brought_it_may_take()
    {
        var store = new PushedRequestStore(_data, _clock);
        var handle = await store.PushAsync("app", "a=b", Now.AddMinutes(1), default);
        Assert.Equal("a=b", await store.FindAsync(handle, "app", default));
        Assert.Null(await store.FindAsync(handle, "other", default));

        var purge = new AuthorizationPurge(_data, new Lifetimes(), _clock);
        _clock.Advance(TimeSpan.FromMinutes(1) + ParkedRequestStore.Lifetime);
        Assert.Null(await store.FindAsync(handle, "app", default));
        Assert.Equal(0, await purge.SweepPushedAsync(new(10), default));
        Assert.True(await store.ConsumeAsync(handle, default));
        Assert.False(await store.ConsumeAsync(handle, default));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await purge.SweepPushedAsync(new(10), default));
    }

    private Task InsertPastAsync(DateTimeOffset due) => ExecuteAsync(
        $"""
        INSERT INTO authorizations ({AuthorizationColumns}, sweep_at)
        VALUES ($1, $1, $1, 'app', $1, '{"{openid}"}', '{"{}"}', $2, '{"{pwd}"}', '\x00', 2, 1, $2, $2, $2, $2, 0, 0, 0, $3)
        """,
        Guid.CreateVersion7(), Now.AddDays(-9), due);

    private const string AuthorizationColumns =
        """
        id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods, seed, generation, key_id,
        rotated_at, created_at, refresh_expires_at, expires_at, user_epoch, client_epoch, server_epoch
        """;

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _data.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string from, DateTimeOffset now)
    {
        await using var command = _data.CreateCommand("SELECT count(*) FROM " + from);
        command.Parameters.AddWithValue(now);
        return (long)(await command.ExecuteScalarAsync())!; // a count is there
    }
}
