using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Which apps a person lets in, and the end of it.</summary>
public sealed class OwnApps(NpgsqlDataSource database, FeedReader feed, AuditTrail audit, Lifetimes lifetimes, TimeProvider clock)
{
    private const string Sql =
        """
        SELECT client_id, array_agg(DISTINCT scope ORDER BY scope), max(given_at), max(used_at)
        FROM (
            SELECT client_id, scopes, given_at, NULL::timestamptz AS used_at FROM consents WHERE user_id = $1
            UNION ALL
            SELECT a.client_id, a.scopes, a.created_at, a.rotated_at FROM authorizations a JOIN users u ON u.id = a.user_id
            WHERE a.user_id = $1 AND a.ended_at IS NULL AND a.refresh_expires_at > $2 AND u.epoch <= a.user_epoch) given,
            unnest(scopes) scope
        GROUP BY client_id ORDER BY 3 DESC, 1
        """;

    /// <summary>All of them, the last allowed first.</summary>
    public async Task<IReadOnlyList<OwnApp>> ListAsync(Guid userId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync(ct);
        var apps = new List<OwnApp>();
        while (await row.ReadAsync(ct))
        {
            apps.Add(new OwnApp(
                row.GetString(0), row.GetFieldValue<string[]>(1), row.GetFieldValue<DateTimeOffset>(2),
                row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3)));
        }

        return apps;
    }

    /// <summary>
    /// Shuts an app out: what the person agreed to is forgotten and every authorization ends, in one transaction; in
    /// force here at once and everywhere within a second. The next time it asks, the person is asked.
    /// </summary>
    /// <returns>False: the app had nothing.</returns>
    public async Task<bool> EndAsync(Guid userId, string clientId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var until = RevocationHorizon.From(now, lifetimes);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The consent first: a code that is being redeemed holds it, so its authorization is seen below or never made.
        await using var consent = new NpgsqlCommand("DELETE FROM consents WHERE user_id = $1 AND client_id = $2", connection);
        consent.Parameters.AddWithValue(userId);
        consent.Parameters.AddWithValue(clientId);
        var forgot = await consent.ExecuteNonQueryAsync(ct);
        var ended = await EndAuthorizationsAsync(connection, userId, clientId, now, until, ct);
        if (forgot + ended.Count > 0)
        {
            var told = new AuditEvent(Actor.Person(userId), AuditActions.ConsentWithdrawn, AuditTargets.Client, clientId) { Person = userId };
            await audit.AddAsync(connection, told, ct);
        }

        await transaction.CommitAsync(ct);
        foreach (var entry in ended)
            feed.Apply(entry);
        return forgot + ended.Count > 0;
    }

    private static async Task<IReadOnlyList<FeedEntry>> EndAuthorizationsAsync(
        NpgsqlConnection connection, Guid userId, string clientId, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH ended AS (
                UPDATE authorizations SET ended_at = $3, end_reason = $4
                WHERE user_id = $1 AND client_id = $2 AND ended_at IS NULL RETURNING id)
            INSERT INTO feed (kind, key, epoch, until) SELECT $5, id::text, 0, $6 FROM ended RETURNING key
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(clientId);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(EndReasons.TakenBack);
        command.Parameters.AddWithValue((short)FeedKind.AuthorizationRevoked);
        command.Parameters.AddWithValue(until);
        var ended = new List<FeedEntry>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            ended.Add(new FeedEntry(FeedKind.AuthorizationRevoked, row.GetString(0), 0, until));
        return ended;
    }
}
