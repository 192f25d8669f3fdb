using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Keys;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

/// <summary>A database that nothing was declared in yet, a folder with one file, and nodes that read it.</summary>
public abstract class DeclaringTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("declarations-").FullName;
    internal Recorder Log { get; } = new();
    private readonly List<ServiceProvider> _nodes = [];
    protected ServiceProvider Node { get; private set; } = null!; // by InitializeAsync

    public async Task InitializeAsync()
    {
        await using (var source = NpgsqlDataSource.Create(database.ConnectionString))
        {
            await using var command = source.CreateCommand(
                """
                truncate applied_forms, declared_objects, registration_kinds, profile_members, clients, scopes, branding, feed,
                    users, roles cascade
                """);
            await command.ExecuteNonQueryAsync();
        }

        Node = await NodeAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        Directory.Delete(Folder, true);
    }

    internal async Task<DeclarationOutcome> ApplyAsync(string text, ServiceProvider? node = null)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "d.json"), text);
        return await ApplyFileAsync(node ?? Node);
    }

    internal static Task<DeclarationOutcome> ApplyFileAsync(ServiceProvider node)
    {
        var reading = node.GetRequiredService<DeclarationFiles>().Read();
        Assert.Empty(reading.Errors);
        return node.GetRequiredService<DeclarationApplier>().ApplyAsync(reading.Set, CancellationToken.None);
    }

    internal Task<AuthDbContext> ContextAsync() =>
        Node.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();

    protected async Task<ServiceProvider> NodeAsync()
    {
        var node = database.Node(
            (services, configuration) => services
                .AddLogging(b => b.AddProvider(Log))
                .AddSingleton<IHostEnvironment>(new Environment(Folder))
                .Configure<PasswordHasherOptions>(o => o.IterationCount = 1)
                .AddKeys(configuration).AddClients(configuration).AddUsers().AddDeclarations(configuration),
            ("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"), ("Declarations:Paths", "d.json"));
        _nodes.Add(node);
        await node.GetRequiredService<KeyRing>().LoadAsync(CancellationToken.None);
        return node;
    }

    private sealed class Environment(string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = folder;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
