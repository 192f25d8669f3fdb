using AuthServer.Core.Data;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Clients;

/// <summary>
/// Makes and changes clients. Each change and its line of the feed are saved together, in the caller's transaction if
/// there is one.
/// </summary>
public sealed class ClientDirectory(AuthDbContext db, ClientStore store, IRingKeys keys, TimeProvider clock)
{
    /// <summary>The client as stored; null when there is none.</summary>
    public async Task<StoredClient?> FindAsync(string clientId, CancellationToken ct) =>
        await db.Set<ClientRow>().AsNoTracking().FirstOrDefaultAsync(c => c.ClientId == clientId, ct) is { } row
            ? new StoredClient(row.ClientId, row.Document, row.Enabled, row.Epoch, row.Version)
            : null;

    /// <summary>
    /// Makes a client of a document that <see cref="ClientMetadata"/> accepted; turned off where one of its id was when it
    /// was removed.
    /// </summary>
    /// <exception cref="DbUpdateException">There is one of this id.</exception>
    /// <param name="secrets">Newest first. Kept as hashes; sealed beside them where the document asks for what needs the
    /// secret itself.</param>
    public async Task CreateAsync(
        string clientId, string document, IReadOnlyList<NewSecret> secrets, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var row = ClientRow.Create(clientId, document, await db.NextEpochAsync(ct), now);
        row.KeepSecrets([.. secrets.Select(s => s.ToStored(row.NeedsSharedSecret, keys, now))], now);
        if (await db.Set<DisabledClientRow>().FindAsync([clientId], ct) is not null)
            row.Enable(false, now);
        db.Add(row);
        await SaveAsync(clientId, now, ct);
    }

    /// <summary>Replaces the document.</summary>
    /// <returns>False when there is no such client.</returns>
    public Task<bool> DescribeAsync(string clientId, string document, CancellationToken ct) =>
        ChangeAsync(clientId, (row, now) => row.Describe(document, now), ct);

    /// <summary>Replaces the secrets; as in <see cref="CreateAsync"/>.</summary>
    /// <returns>False when there is no such client.</returns>
    public Task<bool> KeepSecretsAsync(string clientId, IReadOnlyList<NewSecret> secrets, CancellationToken ct) => ChangeAsync(
        clientId, (row, now) => row.KeepSecrets([.. secrets.Select(s => s.ToStored(row.NeedsSharedSecret, keys, now))], now), ct);

    /// <summary>
    /// Seals a secret that is in force beside its hash, where a change of the document made it needed; changes nothing else.
    /// </summary>
    /// <returns>Whether the client can do with its secrets what its document says.</returns>
    public async Task<bool> RecallSecretAsync(string clientId, string secret, CancellationToken ct)
    {
        if (await db.Set<ClientRow>().FindAsync([clientId], ct) is not { } row)
            return false;
        var now = clock.GetUtcNow();
        if (row.NeedsSharedSecret && row.Recall(new NewSecret(secret), keys, now))
            await SaveAsync(clientId, now, ct);
        return row.CanDoAsItSays;
    }

    /// <summary>Lets a client of this id be made turned on, whatever it was when it was removed.</summary>
    public Task ForgetDisabledAsync(string clientId, CancellationToken ct) =>
        db.Set<DisabledClientRow>().Where(r => r.ClientId == clientId).ExecuteDeleteAsync(ct);

    /// <summary>Turns a client on or off. What it was given ends by a revocation, not by this.</summary>
    /// <returns>False when there is no such client.</returns>
    public Task<bool> EnableAsync(string clientId, bool enabled, CancellationToken ct) =>
        ChangeAsync(clientId, (row, now) => row.Enable(enabled, now), ct);

    /// <summary>Removes a client; a later one of its id has a higher epoch, so nothing of this one revives.</summary>
    /// <returns>False when there is no such client.</returns>
    public async Task<bool> DeleteAsync(string clientId, CancellationToken ct)
    {
        if (await db.Set<ClientRow>().FindAsync([clientId], ct) is not { } row)
            return false;
        db.Remove(row);
        var before = await db.Set<DisabledClientRow>().FindAsync([clientId], ct);
        if (row.Enabled && before is not null)
            db.Remove(before);
        else if (!row.Enabled && before is null)
            db.Add(DisabledClientRow.Create(clientId));
        await SaveAsync(clientId, clock.GetUtcNow(), ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM consents WHERE client_id = {clientId}", ct);
        return true;
    }

    private async Task<bool> ChangeAsync(string clientId, Action<ClientRow, DateTimeOffset> change, CancellationToken ct)
    {
        if (await db.Set<ClientRow>().FindAsync([clientId], ct) is not { } row)
            return false;
        var now = clock.GetUtcNow();
        change(row, now);
        await SaveAsync(clientId, now, ct);
        return true;
    }

    private async Task SaveAsync(string clientId, DateTimeOffset now, CancellationToken ct)
    {
        var line = FeedRow.Changed(FeedKind.ClientChanged, clientId, now);
        db.Add(line);
        await db.SaveChangesAsync(ct);
        // Inside a caller's transaction this is too early; then the feed does it.
        store.Apply(new FeedEntry(line.Kind, line.Key, 0, line.Until));
    }
}
