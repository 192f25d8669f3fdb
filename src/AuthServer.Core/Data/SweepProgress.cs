using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>
/// How far one sweep has come, batch by batch. What a batch deletes stays in the index until the next vacuum: a batch that
/// began at the oldest entry again would first read past all of it, and soon do little else. What somebody had locked is
/// passed by, too, and left to the next sweep.
/// </summary>
public sealed class SweepProgress
{
    /// <summary>When the last row that was seen was due; the next batch begins there. At first the database's -infinity.</summary>
    internal DateTimeOffset From { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Notes what a batch saw.</summary>
    internal void Reach(DateTimeOffset due) => From = due > From ? due : From;

    /// <summary>Runs a DELETE that returns when each row was due, and begins at <see cref="From"/>, its last parameter.</summary>
    /// <returns>How many rows it were.</returns>
    internal async Task<int> DeleteAsync(NpgsqlCommand command, CancellationToken ct)
    {
        command.Parameters.AddWithValue(From);
        await using var row = await command.ExecuteReaderAsync(ct);
        var gone = 0;
        for (; await row.ReadAsync(ct); gone++)
            Reach(row.GetFieldValue<DateTimeOffset>(0));
        return gone;
    }
}
