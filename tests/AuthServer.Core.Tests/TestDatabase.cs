using System.Security.Cryptography;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests;

/// <summary>A migrated database for one test class, cloned from a template: take it as a class fixture.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    /// <summary>Where it is.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The room's services on this database, and whatever else a test adds: one "node".</summary>
    public ServiceProvider Node(Action<IServiceCollection, IConfiguration> add, params (string, string)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Default", ConnectionString)])
            .AddInMemoryCollection(settings
                .GroupBy(s => s.Item1, s => s.Item2)
                .Select(s => new KeyValuePair<string, string?>(s.Key, s.Last())))
            .Build();
        var services = new ServiceCollection().AddLogging().AddData(configuration)
            .AddSingleton<IConfiguration>(configuration);
        add(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>A database that was never migrated.</summary>
    public static Task<string> CreateEmptyAsync() => CreateAsync("template0");

    public async Task InitializeAsync() => ConnectionString = await CreateAsync(await Template.Value);

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<string> MakeTemplateAsync()
    {
        var address = await CreateEmptyAsync();
        var options = new DatabaseOptions { ConnectionString = address + ";Pooling=false" };
        await using (var source = DataRegistration.CreateDataSource(options))
        {
            await using var db = new AuthDbContext(new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql(source).Options);
            await db.Database.MigrateAsync();
        }

        return new NpgsqlConnectionStringBuilder(address).Database!; // set by CreateAsync
    }

    private static async Task<string> CreateAsync(string template)
    {
        var name = "t" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        var server = await TestCluster.ConnectionStringAsync();
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"create database {name} template {template} strategy file_copy";
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }
}
