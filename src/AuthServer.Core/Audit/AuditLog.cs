using System.Runtime.CompilerServices;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>The log, to be read.</summary>
public sealed class AuditLog(NpgsqlDataSource database)
{
    private const int PageSize = 500;

    /// <summary>A page by time, the last first unless the order says otherwise.</summary>
    public async Task<Page<AuditEntry>> ListAsync(AuditFilter filter, PageQuery query, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var sql = filter.Sql(command.Parameters);
        if (query.Text is { } text)
        {
            command.Parameters.AddWithValue(text);
            var place = command.Parameters.Count;
            sql += $" AND (actor = ${place} OR target = ${place} OR via = ${place} OR starts_with(action, ${place}))";
        }

        if (query.After is { } after)
        {
            command.Parameters.AddWithValue(Guid.TryParse(after.Id, out var id) ? id : Guid.Empty);
            sql += $" AND id {(query.Order.Descending ? '<' : '>')} ${command.Parameters.Count}";
        }

        command.Parameters.AddWithValue(query.Limit + 1);
        command.CommandText =
            $"""
            SELECT {AuditRow.Columns} FROM {AuditRow.Tables} WHERE true{sql}
            ORDER BY id {(query.Order.Descending ? "DESC" : "ASC")} LIMIT ${command.Parameters.Count}
            """;
        var rows = await ReadAsync(command, ct);
        return Page<AuditRow>.Of(rows, query, r => new Cursor("", r.Id.ToString())).Select(AuditEntry.Of);
    }

    /// <summary>One event; null: there is none.</summary>
    public async Task<AuditEntry?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"SELECT {AuditRow.Columns} FROM {AuditRow.Tables} WHERE id = $1");
        command.Parameters.AddWithValue(id);
        return await ReadAsync(command, ct) is [var row] ? AuditEntry.Of(row) : null;
    }

    /// <summary>Every sealed event of a time by number, a page at a time: however long the reader takes, nobody waits.</summary>
    public async IAsyncEnumerable<AuditEntry> ExportAsync(
        DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken ct)
    {
        var filter = new AuditFilter(From: from, To: to);
        var (next, last) = await FindRangeAsync(filter, ct);
        while (next <= last)
        {
            await using var command = database.CreateCommand();
            var sql = filter.Sql(command.Parameters);
            command.Parameters.AddWithValue(next);
            command.Parameters.AddWithValue(last);
            var count = command.Parameters.Count;
            command.CommandText =
                $"""
                SELECT {AuditRow.Columns} FROM {AuditRow.Tables} WHERE number BETWEEN ${count - 1} AND ${count}{sql}
                ORDER BY number LIMIT {PageSize}
                """;
            var rows = await ReadAsync(command, ct);
            foreach (var row in rows)
                yield return AuditEntry.Of(row);
            next = rows.Count < PageSize ? last + 1 : (rows[^1].Seal?.Number ?? last) + 1;
        }
    }

    /// <summary>Checkpoints, the last first unless the order says otherwise.</summary>
    public async Task<Page<AuditCheckpoint>> ListCheckpointsAsync(PageQuery query, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        command.Parameters.AddWithValue(query.Limit + 1);
        var sql = "";
        if (query.After is { } after)
        {
            command.Parameters.AddWithValue(long.TryParse(after.Id, out var number) ? number : 0);
            sql = $"WHERE number {(query.Order.Descending ? '<' : '>')} $2";
        }

        command.CommandText =
            $"""
            SELECT {CheckpointRow.Columns} FROM audit_checkpoints {sql}
            ORDER BY number {(query.Order.Descending ? "DESC" : "ASC")} LIMIT $1
            """;
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<AuditCheckpoint>();
        while (await row.ReadAsync(ct))
            rows.Add(AuditCheckpoint.Of(CheckpointRow.Read(row)));
        return Page<AuditCheckpoint>.Of(rows, query, c => new Cursor("", $"{c.Number}"));
    }

    /// <summary>The numbers that events of a time have; they may lie between others'.</summary>
    private async Task<(long First, long Last)> FindRangeAsync(AuditFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        // The first and the last of all of them are the ends of an index.
        var tables = filter is { From: null, To: null } ? "audit_seals" : AuditRow.Tables;
        command.CommandText =
            $"SELECT coalesce(min(number), 1), coalesce(max(number), 0) FROM {tables} WHERE number IS NOT NULL{filter.Sql(command.Parameters)}";
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    private static async Task<List<AuditRow>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<AuditRow>();
        while (await row.ReadAsync(ct))
            rows.Add(AuditRow.Read(row));
        return rows;
    }
}
