using System.Collections.Frozen;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>The scopes that exist, in memory: the standard ones, and those that operators declared.</summary>
public sealed class ScopeCatalog(NpgsqlDataSource database, TimeProvider clock) : IScopes, IFeedListener
{
    private static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>
    {
        [StandardScopes.OpenId] = "Know who you are",
        ["profile"] = "See your name and profile",
        ["email"] = "See your e-mail address",
        ["phone"] = "See your phone number",
        ["address"] = "See your postal address",
        [StandardScopes.OfflineAccess] = "Stay connected while you are away",
        [StandardScopes.Roles] = "See your roles",
        ["groups"] = "See your groups",
        [StandardScopes.Admin] = "Administer this server",
        [StandardScopes.AdminRead] = "See how this server is administered",
        [StandardScopes.AdminSupport] = "Help people with their accounts",
        [StandardScopes.AdminClients] = "Administer apps",
        [StandardScopes.AdminSecurity] = "End sessions, and administer keys",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ObjectCache<int, IReadOnlyDictionary<string, Scope>> _cache =
        new(async (_, ct) => await LoadAsync(database, ct), 1, clock);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, Scope>> AllAsync(CancellationToken ct) =>
        await _cache.FindAsync(0, ct) ?? Standard;

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.ScopesChanged)
            _cache.Clear();
    }

    /// <inheritdoc/>
    public void Forget() => _cache.Clear();

    /// <summary>The scopes that exist without a declaration.</summary>
    internal static Dictionary<string, Scope> Standard =>
        StandardScopes.All.ToDictionary(s => s, s => new Scope(s, Descriptions.GetValueOrDefault(s, s), [], []));

    // Without EF: the first answer of a server that just started waits for this.
    private static async Task<FrozenDictionary<string, Scope>> LoadAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var scopes = Standard;
        await using var command = database.CreateCommand("SELECT name, description, resources, claims FROM scopes");
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            scopes[row.GetString(0)] = new Scope(row.GetString(0), row.GetString(1), row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3));
        return scopes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
