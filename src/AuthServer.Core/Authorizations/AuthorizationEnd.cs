using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>How an authorization ends by itself: no session and no user ends with it.</summary>
public sealed class AuthorizationEnd(
    NpgsqlDataSource database, FeedReader feed, AuditTrail audit, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>Ends a client's own.</summary>
    /// <returns>What the nodes read of it; null: there is none, it is another client's, or it had ended before.</returns>
    public async Task<FeedEntry?> RunAsync(Guid authorizationId, string clientId, string reason, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await EndAsync(connection, authorizationId, clientId, reason, ct) is not { } entry)
            return null;
        if (EndReasons.ActionOf(reason) is { } attack)
        {
            var told = new AuditEvent(Actor.Client(clientId), attack, AuditTargets.Authorization, entry.Key);
            await audit.AddAsync(connection, told, ct);
        }

        await transaction.CommitAsync(ct);
        return Apply(entry);
    }

    /// <summary>Ends anybody's, and writes down who did it.</summary>
    /// <returns>What the nodes read of it; null: there is none, or it had ended before.</returns>
    public async Task<FeedEntry?> RunAsync(Guid authorizationId, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await EndAsync(connection, authorizationId, null, EndReasons.Revoked, ct) is not { } entry)
            return null;
        var told = new AuditEvent(cause.By, AuditActions.Revoked, AuditTargets.Authorization, entry.Key) { Reason = cause.Reason };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        return Apply(entry);
    }

    private FeedEntry? Apply(FeedEntry? entry)
    {
        if (entry is not null)
            feed.Apply(entry);
        return entry;
    }

    /// <summary>In the transaction that is open on the connection.</summary>
    /// <param name="clientId">Whose it must be; null: anybody's.</param>
    /// <returns>For <see cref="FeedReader.Apply"/> after the commit; null: there is none, or it had ended before.</returns>
    public async Task<FeedEntry?> EndAsync(
        NpgsqlConnection connection, Guid authorizationId, string? clientId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var entry = new FeedEntry(
            FeedKind.AuthorizationRevoked, authorizationId.ToString(), 0, RevocationHorizon.From(now, lifetimes));
        // One statement: the end and what tells the nodes of it are never seen apart.
        await using var command = new NpgsqlCommand(
            """
            WITH ended AS (
                UPDATE authorizations SET ended_at = $3, end_reason = $4
                WHERE id = $1 AND ($2 IS NULL OR client_id = $2) AND ended_at IS NULL RETURNING 1)
            INSERT INTO feed (kind, key, epoch, until) SELECT $5, $6, 0, $7 FROM ended RETURNING id
            """,
            connection);
        command.Parameters.AddWithValue(authorizationId);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = clientId });
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(reason);
        command.Parameters.AddWithValue((short)entry.Kind);
        command.Parameters.AddWithValue(entry.Key);
        command.Parameters.AddWithValue(entry.Until);
        return await command.ExecuteScalarAsync(ct) is long id ? entry with { Id = id } : null;
    }

    /// <summary>A row that ended before it began takes the code's place, so that nothing can come of it any more.</summary>
    public async Task BurnAsync(IssuedCode code, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $$"""
            INSERT INTO authorizations ({{AuthorizationInsert.Columns}}, ended_at, end_reason)
            VALUES ($1, $1, $2, $3, $4, '{}', '{}', $5, '{}', '', 0, 0, $6, $6, $6, $6, $6, 0, 0, 0, NULL, NULL, $6, 'code_burnt')
            ON CONFLICT (id) DO NOTHING
            """);
        command.Parameters.AddWithValue(code.AuthorizationId);
        command.Parameters.AddWithValue(code.UserId);
        command.Parameters.AddWithValue(code.ClientId);
        command.Parameters.AddWithValue(code.SessionId);
        command.Parameters.AddWithValue(code.AuthTime);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }
}
