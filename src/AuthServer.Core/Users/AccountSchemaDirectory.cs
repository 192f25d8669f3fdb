using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Users;

/// <summary>
/// Changes the ways to register and the members that profiles have. Each change and its line of the feed are saved
/// together, in the caller's transaction if there is one.
/// </summary>
public sealed class AccountSchemaDirectory(AuthDbContext db, AccountSchema schema, TimeProvider clock)
{
    /// <summary>The stored way to register; null: there is none.</summary>
    public async Task<RegistrationKind?> FindKindAsync(string kind, CancellationToken ct) =>
        (await db.Set<RegistrationKindRow>().FindAsync([kind], ct))?.ToKind();

    /// <summary>All ways to register, in their order.</summary>
    public async Task<IReadOnlyList<RegistrationKind>> ListKindsAsync(CancellationToken ct) =>
        (await db.Set<RegistrationKindRow>().AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Kind).ToListAsync(ct))
            .ConvertAll(r => r.ToKind());

    /// <summary>Removes a way to register, if it is there. Whoever registered so stays.</summary>
    public Task DeleteKindAsync(string kind, CancellationToken ct) => DeleteAsync<RegistrationKindRow>(kind, ct);

    /// <summary>All members, in their order.</summary>
    public async Task<IReadOnlyList<ProfileMember>> ListMembersAsync(CancellationToken ct) =>
        (await db.Set<ProfileMemberRow>().AsNoTracking().OrderBy(r => r.Position).ThenBy(r => r.Name).ToListAsync(ct))
            .ConvertAll(r => r.ToMember());

    /// <summary>Removes a member, if it is there. What people filled in stays with them, and is shown nowhere.</summary>
    public Task DeleteMemberAsync(string name, CancellationToken ct) => DeleteAsync<ProfileMemberRow>(name, ct);

    /// <summary>Makes or replaces a way to register.</summary>
    public async Task PutKindAsync(RegistrationKind kind, CancellationToken ct)
    {
        if (await db.Set<RegistrationKindRow>().FindAsync([kind.Kind], ct) is { } row)
            row.Describe(kind);
        else
            db.Add(RegistrationKindRow.Create(kind));
        await SaveAsync(ct);
    }

    /// <summary>The stored member; null: there is none.</summary>
    public async Task<ProfileMember?> FindMemberAsync(string name, CancellationToken ct) =>
        (await db.Set<ProfileMemberRow>().FindAsync([name], ct))?.ToMember();

    /// <summary>Makes or replaces a member.</summary>
    public async Task PutMemberAsync(ProfileMember member, CancellationToken ct)
    {
        if (await db.Set<ProfileMemberRow>().FindAsync([member.Name], ct) is { } row)
            row.Describe(member);
        else
            db.Add(ProfileMemberRow.Create(member));
        await SaveAsync(ct);
    }

    /// <summary>Puts what exists in this order: kinds by name, the first is the default one; members by name.</summary>
    public async Task OrderAsync(
        IReadOnlyList<string> kinds, IReadOnlyList<string> members, CancellationToken ct)
    {
        foreach (var row in await db.Set<RegistrationKindRow>().ToListAsync(ct))
            row.MoveTo(PositionOf(row.Kind, kinds));
        foreach (var row in await db.Set<ProfileMemberRow>().ToListAsync(ct))
            row.MoveTo(PositionOf(row.Name, members));
        if (db.ChangeTracker.Entries().Any(e => e.State == EntityState.Modified
            && e.Entity is RegistrationKindRow or ProfileMemberRow))
        {
            await SaveAsync(ct);
        }
    }

    private async Task DeleteAsync<TRow>(string key, CancellationToken ct) where TRow : class
    {
        if (await db.Set<TRow>().FindAsync([key], ct) is not { } row)
            return;
        db.Remove(row);
        await SaveAsync(ct);
    }

    // What the list does not name comes last.
    private static int PositionOf(string name, IReadOnlyList<string> order)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] == name)
                return i;
        }

        return int.MaxValue;
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        var line = FeedRow.Changed(FeedKind.AccountSchemaChanged, "", clock.GetUtcNow());
        db.Add(line);
        await db.SaveChangesAsync(ct);
        schema.Apply(new FeedEntry(line.Kind, line.Key, 0, line.Until));
    }
}
