using Npgsql;
using Xunit;

namespace AuthServer.Tests.Fixtures;

/// <summary>
/// One server for the tests of a class (<c>IClassFixture</c>) or of a collection: a database of its own and one node.
/// Derive from it to give it other declarations or settings.
/// </summary>
public abstract class RunningServer : IAsyncLifetime
{
    private TestDatabase? _database;
    private ServerProcess? _node;
    private ServerProcess? _second;
    private string? _issuer;
    private string? _secret;

    /// <summary>The node.</summary>
    public ServerProcess Node => _node ?? throw new InvalidOperationException("not started");

    /// <summary>With no slash at the end.</summary>
    public string Issuer => _issuer ??= Node.Address.ToString().TrimEnd('/');

    /// <summary>For tests that look behind the server's back.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!; // set before any test runs

    /// <summary>Of its database; for tests that start a node themselves.</summary>
    public string ConnectionString => _database?.ConnectionString ?? throw new InvalidOperationException("not started");

    /// <summary>The document that the server applies (SPEC section 3).</summary>
    protected virtual string Declarations => "{}";

    /// <summary>Settings by their names in appsettings.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings => [];

    /// <summary>A person: cookies of their own, forms, no redirect followed unless asked.</summary>
    public Browser NewBrowser() => new(Node.Address);

    /// <summary>A program: no cookies, no redirects.</summary>
    /// <param name="from">The loopback address that it calls from; null: any.</param>
    public BackChannel NewBackChannel(string? from = null) => new(Node.Address, from);

    /// <summary>Starts one more node of this server, of the same issuer and keys. Whoever starts it ends it.</summary>
    public Task<ServerProcess> StartNodeAsync(params (string Name, string Value)[] settings) =>
        ServerProcess.StartAsync(ConnectionString, [.. OfTheSame(), .. OneMailbox(), .. settings], Declarations);

    /// <summary>The same, without waiting for it to be ready.</summary>
    public Task<ServerProcess> LaunchNodeAsync() =>
        ServerProcess.LaunchAsync(ConnectionString, [.. OfTheSame(), .. OneMailbox()], Declarations);

    /// <summary>One more node that all tests on this server share.</summary>
    public async Task<ServerProcess> SecondNodeAsync() => _second ??= await StartNodeAsync();

    /// <summary>Kills the node and starts another in its place, elsewhere and of the same issuer.</summary>
    public async Task RestartAsync()
    {
        var settings = OfTheSame();
        await Node.KillAsync();
        await Node.DisposeAsync();
        _node = await ServerProcess.StartAsync(ConnectionString, settings, Declarations);
    }

    /// <summary>What the nodes wrap their keys with: the first one made it up, and keeps it in its folder.</summary>
    public string EncryptionSecret =>
        _secret ??= File.ReadAllText(Path.Combine(Node.Folder, ".data", "encryption-secret")).Trim();

    /// <summary>What makes nodes one server.</summary>
    private (string Name, string Value)[] OfTheSame() =>
        [.. Settings, ("Issuer", Issuer), ("Keys:EncryptionSecret", EncryptionSecret)];

    /// <summary>Any node may deliver what another one took: all put it where people look.</summary>
    private (string Name, string Value)[] OneMailbox() =>
    [
        ("Email:PickupDirectory", Path.Combine(Node.Folder, "mail")), ("Sms:PickupDirectory", Path.Combine(Node.Folder, "sms")),
    ];

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CloneAsync();
        Database = NpgsqlDataSource.Create(_database.ConnectionString);
        _node = await ServerProcess.StartAsync(_database.ConnectionString, Settings, Declarations);
    }

    public async Task DisposeAsync()
    {
        if (_second is not null)
            await _second.DisposeAsync();
        if (_node is not null)
        {
            await _node.DisposeAsync();
            await KeepLogAsync(_node.Log);
        }

        if (Database is not null)
            await Database.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>For whoever looks into a failure: artifacts/tests/servers.</summary>
    private Task KeepLogAsync(string log)
    {
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "tests", "servers")).FullName;
        return File.WriteAllTextAsync(Path.Combine(folder, $"{GetType().FullName}.log"), log);
    }
}
