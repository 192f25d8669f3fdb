using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Databases = AuthServer.Tests.Fixtures.TestDatabase;

namespace AuthServer.Core.Tests;

/// <summary>A migrated database for one test class, cloned from a template: take it as a class fixture.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private Databases? _own;

    /// <summary>Where it is.</summary>
    public string ConnectionString => _own?.ConnectionString ?? throw new InvalidOperationException("not made yet");

    /// <summary>The room's services on this database, and whatever else a test adds: one "node".</summary>
    public ServiceProvider Node(Action<IServiceCollection, IConfiguration> add, params (string, string)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Default", ConnectionString)])
            .AddInMemoryCollection(settings
                .GroupBy(s => s.Item1, s => s.Item2)
                .Select(s => new KeyValuePair<string, string?>(s.Key, s.Last())))
            .Build();
        var services = new ServiceCollection().AddLogging().AddData(configuration).AddAudit()
            .AddSingleton<IConfiguration>(configuration);
        add(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>A database that was never migrated.</summary>
    public static async Task<string> CreateEmptyAsync() => (await Databases.CreateEmptyAsync()).ConnectionString;

    public async Task InitializeAsync() => _own = await Databases.CloneAsync();

    public async Task DisposeAsync()
    {
        if (_own is not null)
            await _own.DisposeAsync();
    }
}
