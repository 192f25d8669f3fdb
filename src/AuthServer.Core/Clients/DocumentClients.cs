using AuthServer.Core.Data;
using AuthServer.Protocol.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>Clients whose document is elsewhere, in PostgreSQL.</summary>
public sealed class DocumentClients(
    IServiceScopeFactory scopes, ClientStore store, IOptions<RegistrationOptions> options, TimeProvider clock) : IDocumentClients
{
    /// <inheritdoc/>
    public async Task<bool> KeepAsync(NewRegistration client, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var directory = scope.ServiceProvider.GetRequiredService<ClientDirectory>();
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await KeepAsync(db, directory, client, ct))
                return false;
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException fault) when (
            fault is DbUpdateConcurrencyException || fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody else was keeping it at the same time.
        }

        store.Drop(client.Client.Id);
        return true;
    }

    private async Task<bool> KeepAsync(AuthDbContext db, ClientDirectory directory, NewRegistration client, CancellationToken ct)
    {
        var id = client.Client.Id;
        if (await directory.FindAsync(id, ct) is { } stored)
        {
            return await db.Set<RegistrationRow>().AnyAsync(r => r.ClientId == id && r.Origin == RegistrationOrigin.Document, ct)
                && (JsonLike(stored.Document, client.Document) || await directory.DescribeAsync(id, client.Document, ct));
        }

        if (await db.Set<RegistrationRow>().CountAsync(ct) >= options.Value.MaxClients)
            return false;
        await directory.CreateAsync(id, client.Document, [], ct);
        db.Add(RegistrationRow.Create(id, RegistrationOrigin.Document, null, clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>jsonb keeps neither spaces nor the order of members.</summary>
    private static bool JsonLike(string a, string b) =>
        System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(a), System.Text.Json.Nodes.JsonNode.Parse(b));
}
