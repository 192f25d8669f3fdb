using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Data;

/// <summary>
/// Epochs come from one sequence that never repeats: what carries a lower one than its user, client or server is dead,
/// and an id that is created again revives nothing.
/// </summary>
public static class Epochs
{
    /// <summary>Name of the sequence.</summary>
    public const string Sequence = "epochs";

    /// <summary>SQL for the default of an epoch column.</summary>
    public const string NextSql = "nextval('epochs')";

    /// <summary>The next epoch.</summary>
    public static Task<long> NextEpochAsync(this AuthDbContext db, CancellationToken ct) =>
        db.Database.SqlQueryRaw<long>("select nextval('epochs') as \"Value\"").SingleAsync(ct);
}
