using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Deliveries;

/// <summary>
/// Moves on what other servers are owed. A lease is taken in a short transaction and sending happens outside of any; a mark
/// names the lease it stands on, so whoever was away for too long marks nothing.
/// </summary>
internal sealed class OwedPosts<TPost>(PostTable<TPost> table, NpgsqlDataSource database, TimeProvider clock)
    where TPost : LeasedPost
{
    /// <summary>How long a row is kept, for whoever asks what became of it.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Deletes what is not owed any more and got too old.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(database, table.Swept, clock.GetUtcNow(), Kept, ct);

    /// <summary>Leases what is due, the longest due first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="lease">How long nobody else gets them.</param>
    public async Task<List<TPost>> ClaimAsync(int most, TimeSpan lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(table.Claim);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue((long)most);
        command.Parameters.AddWithValue(now + lease);
        var leased = new List<TPost>(most);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            leased.Add(table.Read(row, new PostLease(
                row.GetGuid(0), row.GetInt64(1), now + lease, row.GetFieldValue<DateTimeOffset>(2), row.GetInt32(3))));
        }

        return leased;
    }

    /// <summary>Says how an attempt ended: it was taken, it is given up, or it will be tried again.</summary>
    /// <param name="at">When that is.</param>
    /// <param name="answer">What came of the attempt; null: there was none.</param>
    /// <returns>False: the lease was lost meanwhile.</returns>
    public async Task<bool> MarkAsync(
        PostLease lease, DeliveryState state, DateTimeOffset at, PostAnswer? answer, CancellationToken ct)
    {
        await using var command = database.CreateCommand(table.Mark);
        command.Parameters.AddWithValue(lease.Id);
        command.Parameters.AddWithValue(lease.Number);
        command.Parameters.AddWithValue((short)state);
        command.Parameters.AddWithValue(at);
        command.Parameters.AddOptional(answer?.Reason);
        command.Parameters.AddOptional((short?)answer?.Status);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>
    /// The receiver is away: what else it is owed waits, on every node, so that one that is down for long takes the places
    /// of nobody.
    /// </summary>
    public async Task LeaveAloneAsync(object receiver, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = database.CreateCommand(table.LeaveAlone);
        command.Parameters.AddWithValue(receiver);
        command.Parameters.AddWithValue(until);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }
}
