using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>The ways to register and the members that profiles have, in memory; the feed drops what changed.</summary>
public sealed class AccountSchema(NpgsqlDataSource database, TimeProvider clock) : IFeedListener
{
    private const int OnlyKey = 0;

    private readonly ObjectCache<int, AccountShape> _cache = new(
        async (_, ct) => new AccountShape(await ReadKindsAsync(database, ct), await ReadMembersAsync(database, ct)),
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

    // Without EF: the first answer of a server that just started waits for this.
    private static async Task<List<RegistrationKind>> ReadKindsAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT kind, role, require FROM registration_kinds ORDER BY position, kind");
        await using var row = await command.ExecuteReaderAsync(ct);
        var kinds = new List<RegistrationKind>();
        while (await row.ReadAsync(ct))
            kinds.Add(new RegistrationKind(row.GetString(0), row.GetString(1), row.GetFieldValue<string[]>(2)));
        return kinds;
    }

    private static async Task<List<ProfileMember>> ReadMembersAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT name, type, max_length, one_of, scope, kinds FROM profile_members ORDER BY position, name");
        await using var row = await command.ExecuteReaderAsync(ct);
        var members = new List<ProfileMember>();
        while (await row.ReadAsync(ct))
        {
            members.Add(new ProfileMember
            {
                Name = row.GetString(0),
                Type = row.GetString(1),
                MaxLength = row.IsDBNull(2) ? null : row.GetInt32(2),
                OneOf = row.GetFieldValue<string[]>(3),
                Scope = row.IsDBNull(4) ? null : row.GetString(4),
                Kinds = row.GetFieldValue<string[]>(5),
            });
        }

        return members;
    }
}
