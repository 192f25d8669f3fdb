using System.Reflection;
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
    private const string History = HistoryRepository.DefaultTableName;

    // What EF would find, without its model: that costs every start a quarter of a second.
    private static readonly string[] OfThisBuild =
        [.. typeof(AuthDbContext).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>()];

    /// <summary>Applies what is missing.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        // EF locks its history table inside each transaction, which leaves out migrations that cannot run in one.
        await using var alone = await DatabaseLock.TakeAsync(database, "migrations", ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await HasNothingMissingAsync(connection, ct))
            return;

        await using var db = await contexts.CreateDbContextAsync(ct);
        // EF finds out that the table is missing by a failing query, which it logs as an error.
        await db.Database.ExecuteSqlRawAsync(
            db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), ct);
        var missing = await FindMissingAsync(connection, ct);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        TellWarnings(db);
        await db.Database.MigrateAsync(ct);
        // New types, if a migration brought any, are unknown to the connections opened before.
        await connection.ReloadTypesAsync(ct);
        Log.Migrated(logger, missing.Count, missing[^1]);
    }

    /// <summary>Whether nothing is missing.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<bool> IsCurrentAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await HasNothingMissingAsync(connection, ct);
    }

    /// <summary>What a migration had to leave out on this database, it says as a warning.</summary>
    private void TellWarnings(AuthDbContext db)
    {
        if (db.Database.GetDbConnection() is NpgsqlConnection connection)
        {
            connection.Notice += (_, told) =>
            {
                if (told.Notice.InvariantSeverity == "WARNING")
                    Log.MigrationWarned(logger, told.Notice.MessageText);
            };
        }
    }

    private static async Task<bool> HasNothingMissingAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await HasHistoryAsync(connection, ct) && (await FindMissingAsync(connection, ct)).Count == 0;

    private static async Task<bool> HasHistoryAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""SELECT to_regclass('"{History}"') IS NOT NULL""", connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task<List<string>> FindMissingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""SELECT id FROM unnest($1) id WHERE id NOT IN (SELECT "MigrationId" FROM "{History}") ORDER BY id""", connection);
        command.Parameters.AddWithValue(OfThisBuild);
        await using var row = await command.ExecuteReaderAsync(ct);
        var missing = new List<string>();
        while (await row.ReadAsync(ct))
            missing.Add(row.GetString(0));
        return missing;
    }
}
