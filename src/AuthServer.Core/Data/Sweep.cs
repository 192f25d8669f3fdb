using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>
/// One sweep over rows that nobody needs any more, and how far it has come, batch by batch. What a batch deletes stays in the
/// index until the next vacuum: a batch that began at the oldest entry again would first read past all of it, and soon do
/// little else. What somebody had locked is passed by, too, and left to the next sweep.
/// </summary>
/// <param name="batch">At most so many rows are deleted at a time; where fewer are, no more are due.</param>
public sealed class Sweep(int batch)
{
    /// <summary>At most so many rows are deleted at a time.</summary>
    public int Batch { get; } = batch;

    /// <summary>When the last row that was seen was due; the next batch begins there. At first the database's -infinity.</summary>
    internal DateTimeOffset From { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>The last row's number, where rows go in the order of a number; at first 0.</summary>
    internal long FromNumber { get; private set; }

    /// <summary>What lies before this is due, where finding that out is too much for each batch; null: not found yet.</summary>
    internal DateTimeOffset? Before { get; set; }

    /// <summary>Notes what a batch saw.</summary>
    internal void Reach(DateTimeOffset due) => From = due > From ? due : From;

    /// <inheritdoc cref="Reach(DateTimeOffset)"/>
    internal void Reach(long number) => FromNumber = long.Max(number, FromNumber);

    /// <summary>Deletes a batch: the longest due first, but for what somebody has locked.</summary>
    /// <param name="kept">How long rows stay once they are due.</param>
    /// <returns>How many rows it were.</returns>
    internal async Task<int> DeleteAsync(
        NpgsqlDataSource database, SweptTable table, DateTimeOffset now, TimeSpan kept, CancellationToken ct)
    {
        await using var command = database.CreateCommand(table.Delete);
        command.Parameters.AddWithValue(From);
        command.Parameters.AddWithValue(now - kept);
        command.Parameters.AddWithValue(Batch);
        if (table.HeldUntil is not null)
            command.Parameters.AddWithValue(now);
        await using var row = await command.ExecuteReaderAsync(ct);
        var gone = 0;
        for (; await row.ReadAsync(ct); gone++)
            Reach(row.GetFieldValue<DateTimeOffset>(0));
        return gone;
    }
}
