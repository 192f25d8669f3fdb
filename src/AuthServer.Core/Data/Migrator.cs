using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Brings the database to the model of this build; several nodes may try at once.</summary>
public sealed class Migrator(
    NpgsqlDataSource database, IDbContextFactory<AuthDbContext> contexts, ILogger<Migrator> logger)
{
    /// <summary>Applies what is missing.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        // EF locks its history table inside each transaction, which leaves out migrations that cannot run in one.
        await using var alone = await DatabaseLock.TakeAsync(database, "migrations", ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        // EF finds out that the table is missing by a failing query, which it logs as an error.
        await db.Database.ExecuteSqlRawAsync(
            db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), ct);
        var missing = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (missing.Count == 0)
            return;

        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await db.Database.MigrateAsync(ct);
        // New types, if a migration brought any, are unknown to the connections opened before.
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ReloadTypesAsync(ct);
        Log.Migrated(logger, missing.Count, missing[^1]);
    }

    /// <summary>Whether nothing is missing.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or was never migrated.</exception>
    public async Task<bool> IsCurrentAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return !(await db.Database.GetPendingMigrationsAsync(ct)).Any();
    }
}
