using AuthServer.Core.Sessions;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// The INSERT that turns a code into its authorization. The rows that it depends on are taken FOR SHARE, and whoever ends
/// one of them takes its lock first: so an end is either seen here, or sees this authorization. The client's row is only
/// looked at: its epoch, copied into the tokens, decides without a lock that every code flow would contend for.
/// </summary>
internal sealed class CodeRedemption(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    private const string Sql =
        """
        WITH person AS MATERIALIZED (
            SELECT 1 FROM users WHERE id = $3 AND enabled AND epoch <= $13 FOR SHARE),
        session AS MATERIALIZED (
            SELECT 1 FROM sessions WHERE id = $5
              AND (ended_at IS NULL OR end_reason = $18 OR (end_reason = $19 AND 'offline_access' = ANY ($6))) FOR SHARE),
        consent AS MATERIALIZED (
            SELECT 1 FROM consents WHERE $17 AND user_id = $3 AND client_id = $4 AND $6 <@ scopes FOR SHARE),
        made AS (
            INSERT INTO authorizations (id, attempt_id, user_id, client_id, session_id, scopes, resources, auth_time, methods,
                seed, generation, key_id, rotated_at, created_at, refresh_expires_at, expires_at,
                user_epoch, client_epoch, server_epoch)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $12, $16, $20, $13, $14, $15
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
    public async Task<Redemption> RunAsync(PendingRedemption pending, Client client, CancellationToken ct)
    {
        var attempt = Guid.CreateVersion7();
        try
        {
            return await TryAsync(pending, client, attempt, ct);
        }
        catch (NpgsqlException broken) when (MayBeRepeated(broken))
        {
            return await TryAsync(pending, client, attempt, ct);
        }
    }

    private async Task<Redemption> TryAsync(
        PendingRedemption pending, Client client, Guid attempt, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        Bind(command, pending, client, attempt);
        if (await command.ExecuteScalarAsync(ct) is true)
            return Redemption.First;

        // A statement of its own: the one above does not see a row that was committed while it ran, which is what every
        // loser of a race has just waited for.
        await using var look = database.CreateCommand(WinnerSql);
        look.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = pending.Code.AuthorizationId });
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

    private void Bind(NpgsqlCommand command, PendingRedemption pending, Client client, Guid attempt)
    {
        var code = pending.Code;
        var now = clock.GetUtcNow();
        var end = now + lifetimes.RefreshAbsolute;
        var idle = now + (client.RefreshTokenLifetime ?? lifetimes.RefreshToken);
        Add(code.AuthorizationId);
        Add(attempt);
        Add(code.UserId);
        Add(code.ClientId);
        Add(code.SessionId);
        Add(code.Scopes.ToArray());
        Add(code.Resources.ToArray());
        Add(code.AuthTime);
        Add(code.Methods.ToArray());
        Add(pending.Seed);
        Add((long)pending.KeyId);
        Add(now);
        Add(code.Epochs.User);
        Add(code.Epochs.Client);
        Add(code.Epochs.Server);
        Add(idle < end ? idle : end);
        Add(client.RequireConsent);
        Add((short)SessionEnd.Replaced);
        Add((short)SessionEnd.SignedOut);
        Add(end);

        void Add<T>(T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
    }
}
