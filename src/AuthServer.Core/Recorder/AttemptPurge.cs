using AuthServer.Core.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Recorder;

/// <summary>Forgets attempts that are old, and the oldest where there are too many.</summary>
public sealed class AttemptPurge(NpgsqlDataSource database, IOptions<RecorderOptions> options, TimeProvider clock)
{
    private static readonly SweptTable Attempts = new("attempts", due: "at");

    /// <summary>Deletes some.</summary>
    /// <returns>How many it were.</returns>
    public async Task<int> SweepAsync(Sweep sweep, CancellationToken ct) =>
        await sweep.DeleteAsync(database, Attempts, sweep.Before ??= await FindBoundAsync(ct), TimeSpan.Zero, ct);

    // The oldest of as many as there may be is found by reading past all younger ones.
    private async Task<DateTimeOffset> FindBoundAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT greatest($1, (SELECT at FROM attempts ORDER BY at DESC OFFSET $2 LIMIT 1))");
        command.Parameters.AddWithValue(clock.GetUtcNow() - options.Value.Retention.Value);
        command.Parameters.AddWithValue(options.Value.MaxAttempts - 1);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct); // one row, always
        return row.GetFieldValue<DateTimeOffset>(0);
    }
}
