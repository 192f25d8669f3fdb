using System.Security.Cryptography;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AuthServer.Tests.Fixtures;

/// <summary>
/// A database of a test's own, migrated or empty. The migrated ones are clones of one template, which the first process
/// of a run makes; cloning takes some ten milliseconds.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Prefix = "auth_test_";
    private static readonly Lazy<Task<string>> Template = new(FindOrMakeTemplateAsync);

    private TestDatabase(string connectionString) => ConnectionString = connectionString;

    /// <summary>With a pool of its own.</summary>
    public string ConnectionString { get; }

    /// <summary>A migrated one.</summary>
    public static async Task<TestDatabase> CloneAsync() => await CreateAsync(await Template.Value);

    /// <summary>One that was never migrated.</summary>
    public static Task<TestDatabase> CreateEmptyAsync() => CreateAsync("template0");

    /// <summary>Drops it, whoever is still connected.</summary>
    public async ValueTask DisposeAsync()
    {
        await using var own = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(own);
        await ExecuteAsync($"drop database if exists {own.Database} with (force)");
    }

    private static async Task<TestDatabase> CreateAsync(string template)
    {
        var name = Prefix + RandomNumberGenerator.GetHexString(16, lowercase: true);
        await ExecuteAsync($"create database {name} template {template} strategy file_copy");
        return new TestDatabase(await AddressAsync(name));
    }

    private static async Task<string> FindOrMakeTemplateAsync()
    {
        // A cluster may outlive a build, so each build has its own template.
        var name = Prefix + "template_" + typeof(AuthDbContext).Assembly.ManifestModule.ModuleVersionId.ToString("N");
        await using var server = new NpgsqlConnection(await TestCluster.ConnectionStringAsync() + ";Pooling=false");
        await server.OpenAsync();
        await using var command = server.CreateCommand();
        // The processes of a run ask at the same time; the lock goes with the connection.
        command.CommandText = "select pg_advisory_lock(7001)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = $"select count(*) from pg_database where datname = '{name}'";
        if ((long)(await command.ExecuteScalarAsync() ?? 0L) == 1)
            return name;

        // Under another name until it is whole.
        await ExecuteAsync($"drop database if exists {name}_new");
        await ExecuteAsync($"create database {name}_new template template0");
        var options = new DbContextOptionsBuilder<AuthDbContext>()
            .UseNpgsql(await AddressAsync(name + "_new") + ";Pooling=false").Options;
        await using (var db = new AuthDbContext(options))
            await db.Database.MigrateAsync();
        await ExecuteAsync($"alter database {name}_new rename to {name}");
        return name;
    }

    private static async Task<string> AddressAsync(string database) =>
        new NpgsqlConnectionStringBuilder(await TestCluster.ConnectionStringAsync())
        {
            Database = database,
            MaxPoolSize = 20,
            IncludeErrorDetail = true,
        }.ConnectionString;

    private static async Task ExecuteAsync(string statement)
    {
        await using var server = new NpgsqlConnection(await TestCluster.ConnectionStringAsync() + ";Pooling=false");
        await server.OpenAsync();
        await using var command = new NpgsqlCommand(statement, server) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync();
    }
}
