using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Clients;

/// <summary>
/// The secrets of a client, of which two may live at a time: a new one is handed out while the old one still works. Each
/// change and its line of the feed are added to the caller's changes, who saves them.
/// </summary>
public sealed class ClientSecrets(AuthDbContext db, IRingKeys keys, TimeProvider clock)
{
    /// <summary>How many may be in force at a time.</summary>
    public const int Most = 2;

    /// <summary>A secret that nobody guesses, long enough to sign with.</summary>
    public static string NewText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Those that are in force, newest first.</summary>
    /// <returns>Null: there is no such client.</returns>
    public async Task<IReadOnlyList<ClientSecret>?> ListAsync(string clientId, CancellationToken ct) =>
        await FindAsync(clientId, ct) is { } row ? Shown(row) : null;

    /// <summary>Adds one beside those there are.</summary>
    /// <param name="othersFor">How long the others may still be used; null: as long as before.</param>
    /// <returns>The new one; null: there is no such client, or it has <see cref="Most"/>.</returns>
    public async Task<ClientSecret?> AddAsync(string clientId, NewSecret secret, TimeSpan? othersFor, CancellationToken ct)
    {
        if (await FindAsync(clientId, ct) is not { } row)
            return null;
        var now = clock.GetUtcNow();
        var others = row.LiveSecrets(now).Select(s => othersFor is { } rest && (s.ExpiresAt is null || s.ExpiresAt > now + rest)
            ? s with { ExpiresAt = now + rest }
            : s).Where(s => s.ExpiresAt is null || s.ExpiresAt > now).ToList();
        if (others.Count >= Most)
            return null;
        var made = secret.ToStored(row.NeedsSharedSecret, keys, now);
        row.KeepSecrets([made, .. others], now);
        Tell(clientId, now);
        return ClientSecret.Of(made);
    }

    /// <summary>Removes one: from now on nobody gets in with it.</summary>
    /// <returns>What it was; null: there is none of this id.</returns>
    public async Task<ClientSecret?> RemoveAsync(string clientId, string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await FindAsync(clientId, ct) is not { } row
            || row.LiveSecrets(now).FirstOrDefault(s => ClientSecret.IdOf(s) == id) is not { } gone)
            return null;
        row.KeepSecrets([.. row.LiveSecrets(now).Where(s => ClientSecret.IdOf(s) != id)], now);
        Tell(clientId, now);
        return ClientSecret.Of(gone);
    }

    private async Task<ClientRow?> FindAsync(string clientId, CancellationToken ct) => await db.Set<ClientRow>().FindAsync([clientId], ct);

    private IReadOnlyList<ClientSecret> Shown(ClientRow row) => [.. row.LiveSecrets(clock.GetUtcNow()).Select(ClientSecret.Of)];

    private void Tell(string clientId, DateTimeOffset now) => db.Add(FeedRow.Changed(FeedKind.ClientChanged, clientId, now));
}
