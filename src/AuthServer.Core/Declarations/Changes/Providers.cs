using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>Changes providers, in the caller's transaction.</summary>
internal sealed class Providers(AuthDbContext db, IRingKeys keys)
{
    /// <summary>Makes or replaces one; its secret only where that is new.</summary>
    public async Task PutAsync(DeclaredProvider provider, bool isSecretNew, CancellationToken ct)
    {
        var row = await db.Set<DeclaredObjectRow>().FindAsync([ObjectKind.Provider, provider.Scheme], ct)
            ?? db.Add(DeclaredObjectRow.Create(ObjectKind.Provider, provider.Scheme)).Entity;
        row.Describe(provider.Document);
        if (isSecretNew && provider.Secret is { } secret)
            row.KeepSecret(StoredSecret.Seal(keys, secret));
        await db.SaveChangesAsync(ct);
    }

    public async Task DeleteAsync(string scheme, CancellationToken ct)
    {
        if (await db.Set<DeclaredObjectRow>().FindAsync([ObjectKind.Provider, scheme], ct) is { } row)
            db.Remove(row);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Puts them in this order.</summary>
    public async Task OrderAsync(List<string> schemes, CancellationToken ct)
    {
        foreach (var row in await db.Set<DeclaredObjectRow>().Where(r => r.Kind == ObjectKind.Provider).ToListAsync(ct))
            row.MoveTo(schemes.IndexOf(row.Key));
        await db.SaveChangesAsync(ct);
    }
}
