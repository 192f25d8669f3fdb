using System.Text;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Keys;
using AuthServer.Core.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AuthServer.Core.Tests.Declarations;

/// <summary>A node whose configuration is planned, applied and undone.</summary>
internal sealed class Configured : IAsyncDisposable
{
    public static readonly Cause Somebody = new(Actor.Client("tests"), "because");

    private readonly ServiceProvider _node;
    private readonly string _folder;

    private Configured(ServiceProvider node, string folder) => (_node, _folder) = (node, folder);

    public ConfigurationDesk Desk => _node.GetRequiredService<ConfigurationDesk>();

    public ChangeHistory History => _node.GetRequiredService<ChangeHistory>();

    public ServiceProvider Services => _node;

    public static async Task<Configured> NewAsync(TestDatabase database)
    {
        var folder = Directory.CreateTempSubdirectory("configured-").FullName;
        var node = database.Node(
            (services, configuration) => services.AddSingleton<IHostEnvironment>(new Development(folder)).AddAudit()
                .AddKeys(configuration).AddClients(configuration).AddUsers().AddDeclarations(configuration),
            ("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"), ("Declarations:Paths", "d.json"));
        await node.GetRequiredService<KeyRing>().LoadAsync(default);
        var configured = new Configured(node, folder);
        await configured.FilesAsync("{}");
        return configured;
    }

    public static string TextOf(ConfigurationDocument document) => Encoding.UTF8.GetString(document.Utf8.Span);

    public async Task<string> ExportAsync() => TextOf(await Desk.ExportAsync(default));

    public async Task<ConfigurationPlan> PlanAsync(string text, bool prune = false) =>
        Assert.IsType<ChangeOutcome.Planned>(await Desk.PlanAsync(Read(text), prune, default)).Plan;

    public async Task<IReadOnlyList<DeclarationError>> RefusedAsync(string text, bool prune = false)
    {
        var planned = Assert.IsType<ChangeOutcome.Refused>(await Desk.PlanAsync(Read(text), prune, default)).Errors;
        var before = await ExportAsync();
        var applied = Assert.IsType<ChangeOutcome.Refused>(await Desk.ApplyAsync(Read(text), prune, new(), Somebody, default)).Errors;
        Assert.Equal(planned, applied);
        Assert.Equal(before, await ExportAsync());
        return planned;
    }

    public async Task<ChangeSet> ApplyAsync(string text, bool prune = false) =>
        Assert.IsType<ChangeOutcome.Applied>(await Desk.ApplyAsync(Read(text), prune, new(), Somebody, default)).Change;

    public async Task<ChangeSet> RollBackAsync(long number) =>
        Assert.IsType<ChangeOutcome.Applied>(await Desk.RollBackAsync(number, new(), Somebody, default)).Change;

    public DeclarationReading Read(string text) => _node.GetRequiredService<DeclarationFiles>().ReadPart("the document", Encoding.UTF8.GetBytes(text));

    /// <summary>What a start of the server does with its files.</summary>
    public async Task<DeclarationOutcome> FilesAsync(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "d.json"), text);
        var reading = _node.GetRequiredService<DeclarationFiles>().Read();
        Assert.Empty(reading.Errors);
        return await _node.GetRequiredService<DeclarationApplier>().ApplyAsync(reading.Set, default);
    }

    public async Task EditAsync(Func<IServiceProvider, Task> edit)
    {
        await using var scope = _node.CreateAsyncScope();
        await edit(scope.ServiceProvider);
    }

    public Task EditClientAsync(Func<ClientDirectory, Task> edit) => EditAsync(s => edit(s.GetRequiredService<ClientDirectory>()));

    public Task<AuthDbContext> ContextAsync() => _node.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();

    public async Task<ChangeSet> LastAsync() => (await History.ListAsync(new PageQuery(null, new("number", true), null, 1), default)).Items[0];

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Development(string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = folder;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
