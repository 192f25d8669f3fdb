using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Audit;

/// <summary>A node with a key ring and an audit log, and a hand in its table that the server would not lend.</summary>
internal sealed class AuditNode(ServiceProvider node) : IAsyncDisposable
{
    public AuditSealer Sealer => node.GetRequiredService<AuditSealer>();

    public AuditTrail Trail => node.GetRequiredService<AuditTrail>();

    public AuditPurge Purge => node.GetRequiredService<AuditPurge>();

    public AuditLog Log => node.GetRequiredService<AuditLog>();

    public KeyRing Keys => node.GetRequiredService<KeyRing>();

    public NpgsqlDataSource Database => node.GetRequiredService<NpgsqlDataSource>();

    public static async Task<AuditNode> NewAsync(TestDatabase database, TimeProvider clock, params (string, string)[] settings)
    {
        var node = new AuditNode(database.Node(
            (services, configuration) => services.AddKeys(configuration).AddSingleton(clock),
            [("Keys:EncryptionSecret", "a secret of the tests, long enough to be one"), .. settings]));
        await node.Keys.LoadAsync(default);
        return node;
    }

    /// <summary>Writes events in one transaction.</summary>
    public async Task AddAsync(params AuditEvent[] events)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var happened in events)
            await Trail.AddAsync(connection, happened, default);
        await transaction.CommitAsync();
    }

    /// <summary>One of every form that an event has, sealed and with a checkpoint.</summary>
    public async Task FillAsync()
    {
        var person = Guid.CreateVersion7();
        await AddAsync(
            new AuditEvent(
                Actor.Person(person) with { Via = "console", From = "192.0.2.7" }, AuditActions.UserUpdated, AuditTargets.User, $"{person}")
            {
                Person = person,
                Before = new { Name = "Ada" },
                After = new { Name = "Áda" },
                Reason = "asked",
            },
            new AuditEvent(Actor.Client("machine"), AuditActions.Revoked, AuditTargets.Token, "jti-1") { Reason = "leaked" });
        await AddAsync(
            new AuditEvent(Actor.Server("job"), AuditActions.ClientUpdated, AuditTargets.Client, "web")
            {
                Before = new { Name = "a" },
                After = new { Name = "b" },
            },
            new AuditEvent(new Actor(ActorKind.Unknown, "") { From = "192.0.2.8" }, AuditActions.SignInFailed, AuditTargets.User, ""));
        await Sealer.MakeCheckpointAsync(default);
    }

    public Task<AuditVerification> VerifyAsync(string? checkpoint = null) =>
        node.GetRequiredService<AuditVerifier>().RunAsync(checkpoint, default);

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Without the database's own protection, as its owner may.</summary>
    public async Task<int> TamperAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            ALTER TABLE audit_events DISABLE TRIGGER USER; ALTER TABLE audit_seals DISABLE TRIGGER USER;
            {sql};
            ALTER TABLE audit_events ENABLE TRIGGER USER; ALTER TABLE audit_seals ENABLE TRIGGER USER
            """,
            connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>As if nothing had ever happened.</summary>
    public Task<int> EmptyAsync() =>
        TamperAsync("DELETE FROM audit_events; DELETE FROM audit_seals; DELETE FROM audit_unsealed; DELETE FROM audit_checkpoints");

    public async Task<List<T>> ListAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await row.ReadAsync())
            found.Add(row.GetFieldValue<T>(0));
        return found;
    }

    /// <summary>To the schema that a migration leaves behind, forwards or backwards.</summary>
    public async Task MigrateAsync(string migration)
    {
        await using var db = await node.GetRequiredService<IDbContextFactory<AuthDbContext>>().CreateDbContextAsync();
        await db.Database.MigrateAsync(migration);
    }

    public async Task IsIntactAsync(string? checkpoint = null)
    {
        var found = await VerifyAsync(checkpoint);
        Assert.True(found.Intact, string.Join("; ", found.Faults));
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();
}
