using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Registration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Clients;

/// <summary>Clients that registered themselves, in PostgreSQL.</summary>
public sealed class RegisteredClients(
    IServiceScopeFactory scopes, ClientStore store, AuditTrail audit, IOptions<RegistrationOptions> options, TimeProvider clock)
    : IRegisteredClients
{
    /// <inheritdoc/>
    public async Task<RegisteredClient?> CreateAsync(NewRegistration client, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<RegistrationRow>().CountAsync(ct) >= options.Value.MaxClients)
            return null;
        var (token, now) = (NewToken(), clock.GetUtcNow());
        var directory = scope.ServiceProvider.GetRequiredService<ClientDirectory>();
        await directory.CreateAsync(client.Client.Id, client.Document, SecretsOf(client), ct);
        db.Add(RegistrationRow.Create(client.Client.Id, RegistrationOrigin.Registered, HashOf(token), now));
        audit.Add(db, Told(AuditActions.ClientCreated, client.Client.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        store.Drop(client.Client.Id);
        return new RegisteredClient(client.Client, client.Document, now) { Secret = client.Secret, AccessToken = token };
    }

    /// <inheritdoc/>
    public async Task<RegisteredClient?> FindAsync(string clientId, string accessToken, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var row = await db.Set<RegistrationRow>().AsNoTracking().FirstOrDefaultAsync(r => r.ClientId == clientId, ct);
        // An unknown client costs as much as a wrong token.
        if (!CryptographicOperations.FixedTimeEquals(row?.TokenHash ?? HashOf(""), HashOf(accessToken)) || row is null)
            return null;
        return await store.FindAsync(clientId, ct) is { Enabled: true } client
            && await scope.ServiceProvider.GetRequiredService<ClientDirectory>().FindAsync(clientId, ct) is { } stored
            ? new RegisteredClient(client, stored.Document, row.CreatedAt) { Version = stored.Version }
            : null;
    }

    /// <inheritdoc/>
    public async Task<RegisteredClient?> ReplaceAsync(RegisteredClient before, NewRegistration client, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var directory = scope.ServiceProvider.GetRequiredService<ClientDirectory>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await directory.FindAsync(before.Client.Id, ct) is not { } stored || stored.Version != before.Version
            || await db.Set<RegistrationRow>().FindAsync([before.Client.Id], ct) is not { } row)
            return null;
        var token = NewToken();
        row.Rotate(HashOf(token));
        audit.Add(db, Told(AuditActions.ClientUpdated, before.Client.Id));
        try
        {
            await directory.DescribeAsync(before.Client.Id, client.Document, ct);
            if (client.Secret is not null)
                await directory.KeepSecretsAsync(before.Client.Id, SecretsOf(client), ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }

        store.Drop(before.Client.Id);
        return new RegisteredClient(client.Client, client.Document, before.IssuedAt) { Secret = client.Secret, AccessToken = token };
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(RegisteredClient client, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        audit.Add(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), Told(AuditActions.ClientDeleted, client.Client.Id));
        // Tokens name their client and are looked up with it: without the row nothing of it is good any more.
        await scope.ServiceProvider.GetRequiredService<ClientDirectory>().DeleteAsync(client.Client.Id, ct);
    }

    /// <summary>Saved with the client.</summary>
    private static AuditEvent Told(string action, string clientId) =>
        new(Actor.Client(clientId), action, AuditTargets.Client, clientId);

    private static IReadOnlyList<NewSecret> SecretsOf(NewRegistration client) =>
        client.Secret is { } secret ? [new NewSecret(secret)] : [];

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
