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
        await using var command = database.CreateCommand(
            """
            DELETE FROM audit_events WHERE number = ANY (ARRAY(
                SELECT number FROM audit_events WHERE number <= $1 ORDER BY number LIMIT $2))
            """);
        command.Parameters.AddWithValue(horizon);
        command.Parameters.AddWithValue(batch);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
