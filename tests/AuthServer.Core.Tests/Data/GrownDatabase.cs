using System.Collections.Concurrent;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Data;

/// <summary>
/// A database with enough rows that reading a table as a whole never pays, and a node on it that tells the plan of each
/// statement as it ran: auto_explain sends plans as notices, and Npgsql logs those.
/// </summary>
public sealed class GrownDatabase : IAsyncLifetime
{
    private const string Explain =
        "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_level=notice "
        + "-c client_min_messages=notice";

    // 100,000 authorizations, each in a session of its own, and half as many of most else. Times run from a week ago to a
    // week ahead, evenly: the purge finds some of every kind due.
    private const string Load =
        """
        CREATE FUNCTION pg_temp.at(i int) RETURNS timestamptz LANGUAGE sql STABLE AS
            $$ SELECT now() - interval '7 days' + interval '14 days' * (i / 100000.0) $$;
        CREATE FUNCTION pg_temp.id(what text, i int) RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT md5(what || i)::uuid $$;
        INSERT INTO users (id, user_name, normalized_user_name, email, normalized_email, created_at, updated_at,
            email_verified, phone_number_verified, two_factor_enabled, lockout_enabled, access_failed_count)
        SELECT pg_temp.id('user', i), n, n, n, n, now(), now(), true, false, false, true, 0
        FROM generate_series(0, 49999) i, LATERAL (SELECT 'u' || i || '@example.org' AS n) name;
        INSERT INTO clients (client_id, document, secrets, created_at, updated_at, enabled)
        SELECT 'app' || i, '{}', '[]', now(), now(), true FROM generate_series(0, 9) i;
        INSERT INTO sessions (id, user_id, user_epoch, kind, auth_time, methods, remembered, created_at, last_seen_at,
            expires_at, ended_at, end_reason)
        SELECT pg_temp.id('session', i), pg_temp.id('user', i / 2), 1000000, 1, pg_temp.at(i) - interval '1 day', '{pwd}',
            false, pg_temp.at(i) - interval '1 day', pg_temp.at(i) - interval '1 day', pg_temp.at(i),
            CASE WHEN i % 3 = 0 AND i < 50000 THEN pg_temp.at(i) - interval '1 hour' END, CASE WHEN i % 3 = 0 AND i < 50000 THEN 2 END
        FROM generate_series(0, 99999) i;
        INSERT INTO authorizations (id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods,
            seed, generation, key_id, rotated_at, created_at, refresh_expires_at, expires_at, sweep_at, user_epoch,
            client_epoch, server_epoch)
        SELECT pg_temp.id('authorization', i), pg_temp.id('attempt', i), pg_temp.id('user', i / 2), 'app' || i % 10,
            pg_temp.id('session', i), '{openid,offline_access}', '{}', pg_temp.at(i) - interval '7 days', '{pwd}',
            sha256(i::text::bytea), 1, 1, pg_temp.at(i) - interval '7 days', pg_temp.at(i) - interval '7 days', pg_temp.at(i),
            pg_temp.at(i) + interval '90 days', pg_temp.at(i), 1000000, 1000000, 0
        FROM generate_series(0, 99999) i;
        INSERT INTO consents (user_id, client_id, scopes, given_at)
        SELECT pg_temp.id('user', i / 2), 'app' || i % 10, '{openid,offline_access}', now() FROM generate_series(0, 99999) i;
        INSERT INTO feed (kind, key, epoch, until)
        SELECT 1, pg_temp.id('feed', i)::text, 0, pg_temp.at(i * 2) FROM generate_series(0, 49999) i;
        INSERT INTO parked_requests (handle_hash, parameters, received_at, expires_at)
        SELECT sha256(i::text::bytea), repeat('x', 300), now(), pg_temp.at(i * 2) FROM generate_series(0, 49999) i;
        INSERT INTO pushed_requests (handle_hash, client_id, parameters, expires_at)
        SELECT sha256(i::text::bytea), 'app1', repeat('x', 300), pg_temp.at(i * 2) FROM generate_series(0, 49999) i;
        INSERT INTO long_codes (handle_hash, code, expires_at)
        SELECT sha256(i::text::bytea), repeat('x', 300), pg_temp.at(i * 2) FROM generate_series(0, 49999) i;
        INSERT INTO replays (key, until)
        SELECT sha256(i::text::bytea), pg_temp.at(i * 2) FROM generate_series(0, 49999) i;
        """;

    private readonly TestDatabase _database = new();
    private readonly PlanLog _log = new();
    private ServiceProvider? _node;

    /// <summary>The rooms of the hot path.</summary>
    internal ServiceProvider Node => _node ?? throw new InvalidOperationException("not made yet");

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await using (var plain = NpgsqlDataSource.Create(_database.ConnectionString))
        {
            foreach (var sql in new[] { Load, "VACUUM ANALYZE" })
            {
                await using var command = plain.CreateCommand(sql);
                command.CommandTimeout = 120;
                await command.ExecuteNonQueryAsync();
            }
        }

        _node = _database.Node((services, configuration) => services
            .AddRevocations().AddUsers().AddSessions(configuration).AddAuthorizations()
            .AddSingleton<IIssuer>(new FixedIssuer()).AddSingleton(new Lifetimes())
            .AddSingleton(Explaining()));
        try
        {
            // A node's first poll reads all lines there are, once.
            await Node.GetRequiredService<FeedReader>().EnsureFreshAsync(default);
        }
        catch (PostgresException lacks) when (lacks.SqlState == PostgresErrorCodes.UndefinedFile)
        {
            throw SkippedTestException.Missing("auto_explain (package postgresql-contrib)");
        }
    }

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The statements that an action ran, each with its plan.</summary>
    internal async Task<IReadOnlyList<string>> PlansOfAsync(Func<Task> action)
    {
        _log.Plans.Clear();
        await action();
        return [.. _log.Plans];
    }

    // As the server's own: statements are prepared there, too, and PostgreSQL may settle on plans without values.
    private NpgsqlDataSource Explaining()
    {
        var settings = new DatabaseOptions { ConnectionString = _database.ConnectionString }.Build();
        settings.Options = Explain;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseLoggerFactory(LoggerFactory.Create(l => l.AddProvider(_log).SetMinimumLevel(LogLevel.Debug)));
        return builder.Build();
    }

    private sealed class PlanLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Plans { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = formatter(state, exception);
            if (line.Contains("Query Text:", StringComparison.Ordinal))
                Plans.Enqueue(line);
        }

        public void Dispose()
        {
        }
    }
}
