using System.Globalization;
using System.Text.Json;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Recorder;

/// <summary>Reads attempts.</summary>
public sealed class AttemptStore(NpgsqlDataSource database)
{
    private const string Columns =
        "id, at, endpoint, method, client_id, kind, error, description, reason, rule, received, from_address, device, node, user_id";

    /// <summary>What a list of them can be sorted by: the last comes first.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["-at"];

    /// <summary>Those whose id is the text, or whose client, error or rule begins with it.</summary>
    public async Task<Page<Attempt>> ListAsync(PageQuery query, CancellationToken ct)
    {
        // One row more than is shown: so it is known whether there are more.
        var (comparison, direction) = query.Order.Descending ? ("<", "DESC") : (">", "ASC");
        await using var command = database.CreateCommand(
            $"""
             SELECT {Columns} FROM attempts
             WHERE ($1::text IS NULL OR id = $2 OR client_id LIKE $1 OR error LIKE $1 OR rule LIKE $1)
               AND ($3::timestamptz IS NULL OR (at, id) {comparison} ($3, $4))
             ORDER BY at {direction}, id {direction} LIMIT $5
             """);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.LikeText is { } text ? text + "%" : null });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.Text is null ? null : AttemptId.TryRead(query.Text) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset?> { TypedValue = TimeOf(query.After) });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.After?.Id });
        command.Parameters.AddWithValue(query.Limit + 1);
        var rows = await ReadAsync(command, ct);
        return Page<Attempt>.Of(rows, query, a => new Cursor(a.At.ToString("O", CultureInfo.InvariantCulture), a.Id));
    }

    /// <summary>One.</summary>
    /// <param name="id">As somebody says or types it.</param>
    /// <returns>Null: it is no id, was dropped, or was too long ago.</returns>
    public async Task<Attempt?> FindAsync(string id, CancellationToken ct)
    {
        if (AttemptId.TryRead(id) is not { } known)
            return null;
        await using var command = database.CreateCommand($"SELECT {Columns} FROM attempts WHERE id = $1");
        command.Parameters.AddWithValue(known);
        return (await ReadAsync(command, ct)).SingleOrDefault();
    }

    /// <summary>A place that nobody of us wrote begins nowhere in particular: at the first.</summary>
    private static DateTimeOffset? TimeOf(Cursor? after) => after is not null
        && DateTimeOffset.TryParseExact(after.Value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToUniversalTime()
            : null;

    private static async Task<IReadOnlyList<Attempt>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var found = new List<Attempt>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(Read(row));
        return found;
    }

    private static Attempt Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        At = row.GetFieldValue<DateTimeOffset>(1),
        Endpoint = row.GetString(2),
        Method = row.GetString(3),
        ClientId = TextOf(row, 4),
        Kind = TextOf(row, 5),
        Error = TextOf(row, 6),
        Description = TextOf(row, 7),
        Reason = TextOf(row, 8),
        Rule = TextOf(row, 9),
        Received = JsonSerializer.Deserialize<IReadOnlyList<ReceivedPart>>(row.GetString(10), AttemptLog.Json) ?? [],
        From = TextOf(row, 11),
        Device = TextOf(row, 12),
        Node = row.GetString(13),
        UserId = row.IsDBNull(14) ? null : row.GetGuid(14),
    };

    private static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
