using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Revocations;

/// <summary>The revocations in force, for administrators: what every node has in memory. Who did it is in the audit log.</summary>
public sealed class RevocationDirectory(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>A piece of the list.</summary>
    /// <param name="query">Its text: a key, whole.</param>
    /// <param name="kind">Only these; null: all.</param>
    public async Task<Page<FeedEntry>> ListAsync(PageQuery query, FeedKind? kind, CancellationToken ct)
    {
#pragma warning disable CA2100 // put together of constants
        await using var command = database.CreateCommand(
            $"""
            SELECT id, kind, key, epoch, until FROM feed
            WHERE until > $1 AND kind <= $2 AND ($3 IS NULL OR id {query.Than()} $3) AND ($4 IS NULL OR kind = $4)
              AND ($5 IS NULL OR key = $5)
            ORDER BY id {query.Direction()} LIMIT $6
            """);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue((short)FeedKind.AllRevoked); // what lies above is about caches
        command.Parameters.AddOptional(query.AfterNumber());
        command.Parameters.AddOptional((short?)kind);
        command.Parameters.AddOptional(query.Text);
        command.Parameters.AddWithValue((long)query.Limit + 1);
        await using var row = await command.ExecuteReaderAsync(ct);
        var entries = new List<FeedEntry>();
        while (await row.ReadAsync(ct))
        {
            entries.Add(new FeedEntry((FeedKind)row.GetInt16(1), row.GetString(2), row.GetInt64(3), row.GetFieldValue<DateTimeOffset>(4))
            {
                Id = row.GetInt64(0),
            });
        }

        return query.PageOf(entries, entry => entry.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
