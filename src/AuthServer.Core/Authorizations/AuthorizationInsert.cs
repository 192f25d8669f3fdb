using AuthServer.Core.Sessions;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// The INSERT that turns a code, or a sign-in in an app of ours, into its authorization. The rows that it depends on are taken FOR SHARE, and whoever ends
/// one of them takes its lock first: so an end is either seen here, or sees this authorization. The client's row is only
/// looked at: its epoch, copied into the tokens, decides without a lock that every code flow would contend for.
/// </summary>
internal sealed class AuthorizationInsert(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>Every column that a new row needs, in the order of the values below.</summary>
    public const string Columns =
        """
        id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods, seed, generation, key_id,
        rotated_at, created_at, refresh_expires_at, expires_at, user_epoch, client_epoch, server_epoch, acr, claims
        """;

    private const string Sql =
        $"""
        WITH person AS MATERIALIZED (
            SELECT 1 FROM users WHERE id = $3 AND enabled AND epoch <= $13 FOR SHARE),
        session AS MATERIALIZED (
            SELECT 1 FROM sessions WHERE id = $5
              AND (ended_at IS NULL OR end_reason = $18 OR (end_reason = $19 AND 'offline_access' = ANY ($6))) FOR SHARE),
        consent AS MATERIALIZED (
            SELECT 1 FROM consents WHERE $17 AND user_id = $3 AND client_id = $4 AND $6 <@ scopes FOR SHARE),
        made AS (
            INSERT INTO authorizations ({Columns})
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $12, $16, $20, $13, $14, $15, nullif($21, ''), nullif($22, '')
            FROM person, session
            WHERE (NOT $17 OR EXISTS (SELECT 1 FROM consent))
              AND EXISTS (SELECT 1 FROM clients WHERE client_id = $4 AND enabled AND epoch <= $14)
            ON CONFLICT (id) DO NOTHING
            RETURNING 1)
        SELECT EXISTS (SELECT 1 FROM made)
        """;

    private const string WinnerSql = "SELECT attempt_id FROM authorizations WHERE id = $1";

    /// <summary>One statement, and the same once more should the connection break: the attempt's id tells whether the
    /// first one arrived.</summary>
    /// <param name="needsConsent">Whether the person must have agreed on the consent page.</param>
    public async Task<Redemption> RunAsync(
        PendingAuthorization pending, Client client, bool needsConsent, CancellationToken ct)
    {
        var attempt = Guid.CreateVersion7();
        try
        {
            return await TryAsync(pending, client, needsConsent, attempt, ct);
        }
        catch (NpgsqlException broken) when (MayBeRepeated(broken))
        {
            return await TryAsync(pending, client, needsConsent, attempt, ct);
        }
    }

    private async Task<Redemption> TryAsync(
        PendingAuthorization pending, Client client, bool needsConsent, Guid attempt, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        Bind(command, pending, client, needsConsent, attempt);
        if (await command.ExecuteScalarAsync(ct) is true)
            return Redemption.First;

        // A statement of its own: the one above does not see a row that was committed while it ran, which is what every
        // loser of a race has just waited for.
        await using var look = database.CreateCommand(WinnerSql);
        look.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = IdOf(pending) });
        return await look.ExecuteScalarAsync(ct) switch
        {
            Guid winner when winner == attempt => Redemption.First,
            Guid => Redemption.Replayed,
            _ => Redemption.Ended,
        };
    }

    /// <summary>A connection that broke, or that an administrator or a crash of the database took away.</summary>
    private static bool MayBeRepeated(NpgsqlException broken) =>
        broken.IsTransient || broken is PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        };

    private static Guid IdOf(PendingAuthorization pending) => pending.Authorization.Id ?? throw Incomplete();

    private static InvalidOperationException Incomplete() => new("an authorization to be written names row, person, session and time");

    private void Bind(
        NpgsqlCommand command, PendingAuthorization pending, Client client, bool needsConsent, Guid attempt)
    {
        var given = pending.Authorization;
        var now = clock.GetUtcNow();
        var end = now + lifetimes.RefreshAbsolute;
        var idle = now + (client.RefreshTokenLifetime ?? lifetimes.RefreshToken);
        Add(IdOf(pending));
        Add(attempt);
        Add(given.UserId ?? throw Incomplete());
        Add(given.ClientId);
        Add(given.SessionId ?? throw Incomplete());
        Add(given.Scopes.ToArray());
        Add(given.Resources.ToArray());
        Add(given.AuthTime ?? throw Incomplete());
        Add(given.Methods.ToArray());
        Add(pending.Seed);
        Add((long)pending.KeyId);
        Add(now);
        Add(given.Epochs.User);
        Add(given.Epochs.Client);
        Add(given.Epochs.Server);
        Add(idle < end ? idle : end);
        Add(needsConsent);
        Add((short)SessionEnd.Replaced);
        Add((short)SessionEnd.SignedOut);
        Add(end);
        Add(given.Acr ?? "");
        Add(given.Claims.ToString());

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }
}
