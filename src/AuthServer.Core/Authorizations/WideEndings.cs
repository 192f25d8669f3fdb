using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Ends what a whole client holds, or what everybody holds; in force here at once and everywhere within a second.</summary>
public sealed class WideEndings(
    NpgsqlDataSource database, EndedSessions sessions, AuditTrail audit, FeedReader feed, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>Every token and authorization of a client; that it may ask for new ones is untouched.</summary>
    /// <returns>What the nodes read of it; null: there is no such client.</returns>
    public async Task<FeedEntry?> EndClientAsync(string clientId, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await EndClientAsync(connection, clientId, ct) is not { } entry)
            return null;
        await audit.AddAsync(connection, Told(AuditTargets.Client, clientId, cause), ct);
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        return entry;
    }

    /// <summary>The same in the caller's transaction, who writes down why.</summary>
    /// <returns>What this node's <see cref="FeedReader.Apply"/> is told after the commit; null: there is no such client.</returns>
    internal async Task<FeedEntry?> EndClientAsync(NpgsqlConnection connection, string clientId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE clients SET epoch = nextval('epochs') WHERE client_id = $1 RETURNING epoch", connection);
        command.Parameters.AddWithValue(clientId);
        if (await command.ExecuteScalarAsync(ct) is not long epoch)
            return null;
        await EndAuthorizationsAsync(connection, clientId, ct);
        return await FeedLines.AddAsync(
            connection, new FeedEntry(FeedKind.ClientRevoked, clientId, epoch, RevocationHorizon.From(clock.GetUtcNow(), lifetimes)), ct);
    }

    /// <summary>Every token, authorization and session there is: after a leak. Who is somebody signs in anew.</summary>
    public async Task<FeedEntry> EndAllAsync(Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand("SELECT nextval('epochs')", connection);
        var epoch = (long)(await command.ExecuteScalarAsync(ct))!;
        await sessions.EndEverybodysAsync(connection, ct);
        await EndAuthorizationsAsync(connection, null, ct);
        var entry = await FeedLines.AddAsync(
            connection, new FeedEntry(FeedKind.AllRevoked, "", epoch, RevocationHorizon.From(clock.GetUtcNow(), lifetimes)), ct);
        await audit.AddAsync(connection, Told(AuditTargets.Everything, "", cause), ct);
        await transaction.CommitAsync(ct);
        feed.Apply(entry);
        sessions.Nudge();
        return entry;
    }

    private static AuditEvent Told(string kind, string key, Cause cause) =>
        new(cause.By, AuditActions.Revoked, kind, key) { Reason = cause.Reason };

    /// <summary>The epoch alone decides; that the rows say so, too, is for whoever reads them.</summary>
    private async Task EndAuthorizationsAsync(NpgsqlConnection connection, string? clientId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE authorizations SET ended_at = $2, end_reason = $3
            WHERE ($1 IS NULL OR client_id = $1) AND ended_at IS NULL
            """,
            connection)
        { CommandTimeout = 0 }; // millions of rows take what they take
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = clientId });
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(EndReasons.Revoked);
        await command.ExecuteNonQueryAsync(ct);
    }
}
