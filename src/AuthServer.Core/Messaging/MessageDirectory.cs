using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>The outbox, for administrators: whether a message went out, and why not. What it says nobody reads.</summary>
public sealed class MessageDirectory(NpgsqlDataSource database)
{
    private const string Columns =
        """
        id, kind, channel, recipient, user_id, state, created_at, expires_at, sent_at, attempts, last_error, next_attempt_at
        """;

    /// <summary>A piece of the list.</summary>
    public async Task<Page<ListedMessage>> ListAsync(PageQuery query, MessageFilter only, CancellationToken ct)
    {
#pragma warning disable CA2100 // put together of constants
        await using var command = database.CreateCommand(
            $"""
            SELECT {Columns} FROM outbox
            WHERE ($1 IS NULL OR id {query.Than()} $1) AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR channel = $3)
              AND ($4 IS NULL OR kind = $4) AND ($5 IS NULL OR user_id = $5) AND ($6 IS NULL OR recipient ILIKE $6)
            ORDER BY id {query.Direction()} LIMIT $7
            """);
#pragma warning restore CA2100
        command.Parameters.AddOptional(query.AfterId());
        command.Parameters.AddOptional((short?)only.State);
        command.Parameters.AddOptional((short?)only.Channel);
        command.Parameters.AddOptional((short?)only.Kind);
        command.Parameters.AddOptional(only.UserId);
        command.Parameters.AddOptional(only.Recipient is { } recipient ? recipient + "%" : null);
        command.Parameters.AddWithValue((long)query.Limit + 1);
        return query.PageOf(await ReadAsync(command, ct), message => message.Id.ToString());
    }

    /// <summary>One of them; null: there is none.</summary>
    public async Task<ListedMessage?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM outbox WHERE id = $1");
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, ct)).FirstOrDefault();
    }

    private static async Task<List<ListedMessage>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var messages = new List<ListedMessage>();
        while (await row.ReadAsync(ct))
        {
            var state = (MessageState)row.GetInt16(5);
            messages.Add(new ListedMessage
            {
                Id = row.GetGuid(0),
                Kind = (MessageKind)row.GetInt16(1),
                Channel = (MessageChannel)row.GetInt16(2),
                Recipient = row.GetString(3),
                UserId = row.IsDBNull(4) ? null : row.GetGuid(4),
                State = state,
                CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
                ExpiresAt = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
                SentAt = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
                Attempts = row.GetInt32(9),
                LastError = row.IsDBNull(10) ? null : row.GetString(10),
                NextAttemptAt = state == MessageState.Queued ? row.GetFieldValue<DateTimeOffset>(11) : null,
            });
        }

        return messages;
    }
}
