using System.Text.RegularExpressions;
using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// The INSERT that turns codes, and sign-ins in apps of ours, into their authorizations; those that come at the same time
/// in one statement. The rows that they depend on are taken FOR SHARE, and whoever ends one of them takes its lock first: so
/// an end is either seen here, or sees the authorization. The client's row is only looked at: its epoch, copied into the
/// tokens, decides without a lock that every code flow would contend for.
/// </summary>
internal sealed class AuthorizationInsert
{
    /// <summary>Every column that a new row needs, in the order of the values below.</summary>
    public const string Columns =
        """
        id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods, seed, generation, key_id,
        rotated_at, created_at, refresh_expires_at, expires_at, sweep_at, user_epoch, client_epoch, server_epoch, acr, claims
        """;

    // Users before sessions, as whoever ends them takes them; new rows by their ids, as two nodes may write the same ones.
    // LATERAL, row by row: a join is planned for ten rows, and while the tables are small that plan reads all of them, and goes
    // on to when they have grown. The first array hides in a SELECT: a plan for just as many rows as there are looks cheaper
    // than the one that is kept, and costs more to make than it takes to run.
    private const string AloneSql =
        $"""
        WITH wanted AS MATERIALIZED (
            SELECT * FROM unnest((SELECT $1::uuid[]), $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[],
                $8::timestamptz[], $9::text[], $10::bytea[], $11::bigint[], $12::timestamptz[], $13::bigint[], $14::bigint[],
                $15::bigint[], $16::text[], $17::text[], $18::boolean[])
            AS w (id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods, seed, key_id,
                refresh_expires_at, user_epoch, client_epoch, server_epoch, acr, claims, needs_consent)),
        person AS MATERIALIZED (
            SELECT w.id, w.session_id, w.scopes FROM wanted w CROSS JOIN LATERAL (
                SELECT FROM users u WHERE u.id = w.user_id AND u.enabled AND u.epoch <= w.user_epoch FOR SHARE OF u) u),
        session AS MATERIALIZED (
            SELECT p.id FROM person p CROSS JOIN LATERAL (
                SELECT FROM sessions s WHERE s.id = p.session_id AND (s.ended_at IS NULL OR s.end_reason = $19
                    OR (s.end_reason = $20 AND 'offline_access' = ANY (string_to_array(p.scopes, ' ')))) FOR SHARE OF s) s),
        consent AS MATERIALIZED (
            SELECT w.id FROM wanted w CROSS JOIN LATERAL (
                SELECT FROM consents c WHERE c.user_id = w.user_id AND c.client_id = w.client_id
                    AND string_to_array(w.scopes, ' ') <@ c.scopes FOR SHARE OF c) c
            WHERE w.needs_consent)
        INSERT INTO authorizations ({Columns})
        SELECT w.id, attempt_id, user_id, client_id, session_id, string_to_array(scopes, ' '), string_to_array(resources, ' '),
            auth_time, string_to_array(methods, ' '), seed, 1, key_id, $21, $21, refresh_expires_at, $22, refresh_expires_at,
            user_epoch, client_epoch, server_epoch, nullif(acr, ''), nullif(claims, '')
        FROM wanted w JOIN session USING (id)
        WHERE (NOT needs_consent OR EXISTS (SELECT 1 FROM consent c WHERE c.id = w.id))
          AND EXISTS (SELECT 1 FROM clients c WHERE c.client_id = w.client_id AND c.enabled AND c.epoch <= w.client_epoch)
        ORDER BY w.id
        ON CONFLICT (id) DO NOTHING
        RETURNING id
        """;

    // A row that somebody has locked is being ended, as a rule: what depends on it is left out, and waits alone.
    private static readonly string TogetherSql = Regex.Replace(AloneSql, "FOR SHARE OF [usc]", "$& SKIP LOCKED");

    private const string WinnerSql = "SELECT attempt_id FROM authorizations WHERE id = $1";

    private readonly NpgsqlDataSource _database;
    private readonly Lifetimes _lifetimes;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Wanted, Redemption> _together;

    public AuthorizationInsert(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
    {
        (_database, _lifetimes, _clock) = (database, lifetimes, clock);
        _together = new(InsertAsync, RunAloneAsync, w => IdOf(w.Pending));
    }

    /// <summary>Writes it, with others that come at the same time.</summary>
    /// <param name="needsConsent">Whether the person must have agreed on the consent page.</param>
    public Task<Redemption> RunAsync(PendingAuthorization pending, Client client, bool needsConsent) =>
        _together.RunAsync(new Wanted(pending, client, needsConsent, Guid.CreateVersion7()));

    private async Task<IReadOnlyDictionary<Guid, Redemption>> InsertAsync(IReadOnlyList<Wanted> wanted) =>
        (await MadeAsync(TogetherSql, wanted)).ToDictionary(id => id, _ => Redemption.First);

    /// <summary>One statement, and the same once more should the connection break: the attempt's id tells whether an
    /// earlier one arrived.</summary>
    private async Task<Redemption> RunAloneAsync(Wanted wanted)
    {
        try
        {
            return await TryAloneAsync(wanted);
        }
        catch (NpgsqlException broken) when (MayBeRepeated(broken))
        {
            return await TryAloneAsync(wanted);
        }
    }

    private async Task<Redemption> TryAloneAsync(Wanted wanted)
    {
        if ((await MadeAsync(AloneSql, [wanted])).Count > 0)
            return Redemption.First;

        // A statement of its own: the one above does not see a row that was committed while it ran, which is what every
        // loser of a race has just waited for.
        await using var look = _database.CreateCommand(WinnerSql);
        look.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = IdOf(wanted.Pending) });
        return await look.ExecuteScalarAsync() switch
        {
            Guid winner when winner == wanted.Attempt => Redemption.First,
            Guid => Redemption.Replayed,
            _ => Redemption.Ended,
        };
    }

    /// <summary>The ids of the rows that it wrote.</summary>
    private async Task<IReadOnlyList<Guid>> MadeAsync(string sql, IReadOnlyList<Wanted> wanted)
    {
        var made = new List<Guid>(wanted.Count);
        await using var command = _database.CreateCommand(sql);
        Bind(command, wanted);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            made.Add(row.GetGuid(0));
        return made;
    }

    /// <summary>A connection that broke, or that an administrator or a crash of the database took away.</summary>
    private static bool MayBeRepeated(NpgsqlException broken) =>
        broken.IsTransient || broken is PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        };

    private static Guid IdOf(PendingAuthorization pending) => pending.Authorization.Id ?? throw Incomplete();

    private static InvalidOperationException Incomplete() => new("an authorization to be written names row, person, session and time");

    // Names of scopes and methods have no spaces (RFC 6749 §3.3), addresses of resources neither (RFC 3986 §2).
    private void Bind(NpgsqlCommand command, IReadOnlyList<Wanted> wanted)
    {
        var now = _clock.GetUtcNow();
        var end = now + _lifetimes.RefreshAbsolute;
        Add(w => IdOf(w.Pending));
        Add(w => w.Attempt);
        Add(w => w.Given.UserId ?? throw Incomplete());
        Add(w => w.Given.ClientId);
        Add(w => w.Given.SessionId ?? throw Incomplete());
        Add(w => string.Join(' ', w.Given.Scopes));
        Add(w => string.Join(' ', w.Given.Resources));
        Add(w => w.Given.AuthTime ?? throw Incomplete());
        Add(w => string.Join(' ', w.Given.Methods));
        Add(w => w.Pending.Seed);
        Add(w => (long)w.Pending.KeyId);
        Add(w => now + (w.Client.RefreshTokenLifetime ?? _lifetimes.RefreshToken) is var idle && idle < end ? idle : end);
        Add(w => w.Given.Epochs.User);
        Add(w => w.Given.Epochs.Client);
        Add(w => w.Given.Epochs.Server);
        Add(w => w.Given.Acr ?? "");
        Add(w => w.Given.Claims.ToString());
        Add(w => w.NeedsConsent);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)SessionEnd.Replaced });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)SessionEnd.SignedOut });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = end });

        void Add<T>(Func<Wanted, T> value) => command.AddColumn(wanted, value);
    }

    private sealed record Wanted(PendingAuthorization Pending, Client Client, bool NeedsConsent, Guid Attempt)
    {
        public Authorization Given => Pending.Authorization;
    }
}
