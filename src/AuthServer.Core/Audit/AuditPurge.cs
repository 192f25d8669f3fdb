using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Deletes events whose time is over, up to a checkpoint: the log verifies from there on.</summary>
public sealed class AuditPurge(NpgsqlDataSource database, AuditSealer sealer, IOptions<AuditOptions> options, TimeProvider clock)
{
    /// <summary>Deletes some.</summary>
    /// <param name="batch">At most so many.</param>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(int batch, CancellationToken ct)
    {
        if (options.Value.Retention is not { } retention
            || await sealer.MoveHorizonAsync(clock.GetUtcNow() - retention.Value, ct) is not { } horizon)
            return 0;
        await using var both = database.CreateBatch();
        // The events first: the table lets one go that its seal says is old enough.
        both.BatchCommands.Add(Deleting("audit_events", "id", "event"));
        both.BatchCommands.Add(Deleting("audit_seals", "number", "number"));
        await both.ExecuteNonQueryAsync(ct);
        return both.BatchCommands[1].RecordsAffected;

        NpgsqlBatchCommand Deleting(string table, string key, string which) =>
            new($"DELETE FROM {table} WHERE {key} = ANY (ARRAY(SELECT {which} FROM audit_seals WHERE number <= $1 ORDER BY number LIMIT $2))")
            {
                Parameters = { new() { Value = horizon }, new() { Value = batch } },
            };
    }
}
