using AuthServer.Core.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Deletes events whose time is over, up to a checkpoint: the log verifies from there on.</summary>
public sealed class AuditPurge(NpgsqlDataSource database, AuditSealer sealer, IOptions<AuditOptions> options, TimeProvider clock)
{
    /// <summary>Deletes some.</summary>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(Sweep sweep, CancellationToken ct)
    {
        if (options.Value.Retention is not { } retention
            || await sealer.MoveHorizonAsync(clock.GetUtcNow() - retention.Value, ct) is not { } horizon)
            return 0;
        await using var both = database.CreateBatch();
        // The events first: the table lets one go that its seal says is old enough.
        both.BatchCommands.Add(Deleting("audit_events WHERE id", "event"));
        both.BatchCommands.Add(Deleting("audit_seals WHERE number", "number", "RETURNING number"));
        await using var row = await both.ExecuteReaderAsync(ct);
        var gone = 0;
        for (; await row.ReadAsync(ct); gone++)
            sweep.Reach(row.GetInt64(0));
        return gone;

        NpgsqlBatchCommand Deleting(string from, string which, string? returning = null) => new(
            $"""
            DELETE FROM {from} = ANY (ARRAY(
                SELECT {which} FROM audit_seals WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3)) {returning}
            """)
        {
            Parameters = { new() { Value = sweep.FromNumber }, new() { Value = horizon }, new() { Value = sweep.Batch } },
        };
    }
}
