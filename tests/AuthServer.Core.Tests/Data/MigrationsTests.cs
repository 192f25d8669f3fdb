using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Data;

public sealed class MigrationsTests
{
    [Fact]
    public void Model_and_migrations_agree()
    {
        using var db = new DesignTimeFactory().CreateDbContext([]);
        Assert.False(
            db.Database.HasPendingModelChanges(),
            "The model was changed: run tools/AuthServer.Migrations/new and commit what it writes.");
    }

    [Fact]
    public void Model_is_compiled_as_it_is()
    {
        using var db = new DesignTimeFactory().CreateDbContext([]);
        var asIs = db.GetService<IDesignTimeModel>().Model;
        Assert.NotSame(asIs, db.Model);
        Assert.True(
            Columns(asIs).SequenceEqual(Columns(db.Model)),
            "The model was changed: run tools/AuthServer.Migrations/new and commit what it writes.");
    }

    private static IEnumerable<string> Columns(IModel model) =>
        from entity in model.GetEntityTypes()
        from property in entity.GetProperties()
        orderby entity.Name, property.Name
        select string.Join(
            ' ', entity.Name, entity.GetTableName(), property.Name, property.GetColumnName(), property.GetColumnType(),
            property.IsNullable, property.ValueGenerated, property.IsConcurrencyToken, property.GetMaxLength(),
            property.GetTypeMapping().Converter?.GetType(), property.IsPrimaryKey(), property.IsForeignKey());

    [Fact]
    public async Task Four_nodes_migrate_an_empty_database_at_once_and_quietly()
    {
        var address = await TestDatabase.CreateEmptyAsync();
        var log = new Recorder();
        var nodes = Enumerable.Range(0, 4).Select(_ => Node(address, log)).ToList();

        await Task.WhenAll(nodes.Select(n =>
            Task.Run(() => n.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None))));

        Assert.DoesNotContain(log.Lines, l => l.Level >= LogLevel.Warning);
        Assert.Single(log.Lines, l => l.Text.StartsWith("The database was brought up to date", StringComparison.Ordinal));
        foreach (var node in nodes)
        {
            Assert.True(await node.GetRequiredService<Migrator>().IsCurrentAsync(CancellationToken.None));
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Database_that_was_never_migrated_is_not_current()
    {
        await using var node = Node(await TestDatabase.CreateEmptyAsync(), new Recorder());
        Assert.False(await node.GetRequiredService<Migrator>().IsCurrentAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Database_that_refuses_an_extension_is_told_of_and_people_are_found_all_the_same()
    {
        const string Name = "no_extensions";
        var address = await TestDatabase.CreateEmptyAsync();
        await using (var owner = NpgsqlDataSource.Create(address))
        await using (var command = owner.CreateCommand(
            $"""
            DO $$ BEGIN CREATE ROLE {Name} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT ALL ON SCHEMA public TO {Name};
            """))
        {
            await command.ExecuteNonQueryAsync();
        }

        var log = new Recorder();
        await using var node = Node(new NpgsqlConnectionStringBuilder(address) { Username = Name }.ConnectionString, log, s => s.AddUsers());
        await node.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);

        Assert.Contains("pg_trgm", Assert.Single(log.Lines, l => l.Level >= LogLevel.Warning).Text, StringComparison.Ordinal);
        Assert.True(await node.GetRequiredService<Migrator>().IsCurrentAsync(CancellationToken.None));
        var (id, email) = await node.AddPersonAsync();
        var found = await node.GetRequiredService<UserSearch>().ListAsync(
            new PageQuery(email[3..20], ListOrder.Parse("-created_at"), null, 10), new UserFilter(), CancellationToken.None);
        Assert.Equal(id, Assert.Single(found.Items).Id);
    }

    private static ServiceProvider Node(string address, Recorder log, Action<IServiceCollection>? add = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Default", address)]).Build();
        var services = new ServiceCollection()
            .AddLogging(b => b.AddProvider(log).SetMinimumLevel(LogLevel.Information))
            .AddData(configuration);
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
