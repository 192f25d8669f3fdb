using Npgsql;

namespace AuthServer.Core.Messaging;

/// <summary>Says how messages stand: for health, for metrics.</summary>
public sealed class MailHealth
{
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;

    internal MailHealth(NpgsqlDataSource database, IEnumerable<IMessageTransport> transports, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        IsConfigured = transports.All(t => t.Channel != MessageChannel.Email || t.IsConfigured);
    }

    /// <summary>False: no mail leaves, because nobody said through which server (<c>Email:Smtp:Host</c>).</summary>
    public bool IsConfigured { get; }

    /// <summary>What <see cref="MeasureAsync"/> found last; null: nothing yet.</summary>
    public MailStatus? Last { get; private set; }

    /// <summary>Asks the database, cheaply: the queue has an index of its own.</summary>
    /// <exception cref="NpgsqlException">It does not answer.</exception>
    public async Task<MailStatus> ReadAsync(CancellationToken ct)
    {
        await using var command = _database.CreateCommand(
            """
            SELECT count(*) FILTER (WHERE state = 1), min(created_at) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 3)
            FROM outbox WHERE state IN (1, 3)
            """);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        TimeSpan? oldest = row.IsDBNull(1) ? null : _clock.GetUtcNow() - row.GetFieldValue<DateTimeOffset>(1);
        return new MailStatus(row.GetInt64(0), oldest, row.GetInt64(2));
    }

    /// <summary>Reads, and tells this node's metrics.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task MeasureAsync(CancellationToken ct)
    {
        Last = await ReadAsync(ct);
        MessageMetrics.Measured(Last);
    }
}
