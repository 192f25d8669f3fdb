using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>
/// Takes messages. A message is a row of the transaction that causes it: both are there, or neither is; sending it is
/// somebody else's business, later.
/// </summary>
public sealed class Outbox(Envelopes envelopes, TimeProvider clock)
{
    // Longer ones are nobody's; the cut row dies at the provider, or before.
    private const int LongestRecipient = 320;
    private const int LongestName = 200;

    /// <summary>Rung after a commit.</summary>
    internal event Action? Nudged;

    /// <summary>Writes the message in the transaction that is open on the connection.</summary>
    /// <exception cref="NpgsqlException">It was not written; neither will its cause be.</exception>
    public async Task AddAsync(NpgsqlConnection connection, NewMessage message, CancellationToken ct)
    {
        await WriteAsync(connection, message, isMeant: true, ct);
        MessageMetrics.Asked(message.Channel, message.Kind);
    }

    /// <summary>
    /// Does as much as <see cref="AddAsync"/>, and writes nothing: nobody is to learn from how long it took that there was
    /// no message.
    /// </summary>
    public Task PretendAsync(NpgsqlConnection connection, NewMessage message, CancellationToken ct) =>
        WriteAsync(connection, message, isMeant: false, ct);

    /// <summary>After the commit: delivers at once, in the background. Forgotten, the message leaves seconds later.</summary>
    public void Nudge() => Nudged?.Invoke();

    private async Task WriteAsync(NpgsqlConnection connection, NewMessage message, bool isMeant, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO outbox (id, kind, channel, recipient, user_id, locale, payload, expires_at, priority, created_at,
                                next_attempt_at, attempts, failures, lease, state)
            SELECT $1, $2, $3, $4, $5::uuid, $6::text, $7, $8::timestamptz, $9, $10, $10, 0, 0, 0, $11 WHERE $12
            """,
            connection);
        var values = command.Parameters;
        values.AddWithValue(Guid.CreateVersion7(now));
        values.AddWithValue((short)message.Kind);
        values.AddWithValue((short)message.Channel);
        values.AddWithValue(Cut(message.To, LongestRecipient));
        values.AddWithValue((object?)message.UserId ?? DBNull.Value);
        values.AddWithValue((object?)MessageLanguage.Of(message.Locale) ?? DBNull.Value);
        var payload = new MessagePayload(message.Name is null ? null : Cut(message.Name, LongestName), message.Code, message.Link);
        values.AddWithValue(payload.Seal(envelopes));
        values.AddWithValue((object?)message.ExpiresAt ?? DBNull.Value);
        values.AddWithValue(MessagePriority.Of(message));
        values.AddWithValue(now);
        values.AddWithValue((short)MessageState.Queued);
        values.AddWithValue(isMeant);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
