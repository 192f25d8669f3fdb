using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Users;

/// <summary>The ways to register and the members that profiles have, in memory; the feed drops what changed.</summary>
public sealed class AccountSchema(IDbContextFactory<AuthDbContext> contexts, TimeProvider clock) : IFeedListener
{
    private const int OnlyKey = 0;

    private readonly ObjectCache<int, AccountShape> _cache = new(
        async (_, ct) =>
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var kinds = await db.Set<RegistrationKindRow>().AsNoTracking()
                .OrderBy(r => r.Position).ThenBy(r => r.Kind).ToListAsync(ct);
            var members = await db.Set<ProfileMemberRow>().AsNoTracking()
                .OrderBy(r => r.Position).ThenBy(r => r.Name).ToListAsync(ct);
            return new AccountShape(kinds.ConvertAll(k => k.ToKind()), members.ConvertAll(m => m.ToMember()));
        },
        1,
        clock);

    /// <summary>All of it.</summary>
    public async ValueTask<AccountShape> GetAsync(CancellationToken ct) =>
        await _cache.FindAsync(OnlyKey, ct) ?? new AccountShape([], []);

    /// <summary>The ways to register; the first is the default one. Empty: nobody registers here.</summary>
    public async ValueTask<IReadOnlyList<RegistrationKind>> KindsAsync(CancellationToken ct) =>
        (await GetAsync(ct)).Kinds;

    /// <summary>The members that profiles have besides the standard ones.</summary>
    public async ValueTask<IReadOnlyList<ProfileMember>> MembersAsync(CancellationToken ct) =>
        (await GetAsync(ct)).Members;

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.AccountSchemaChanged)
            _cache.Clear();
    }

    /// <inheritdoc/>
    public void Forget() => _cache.Clear();
}
