using AuthServer.Core.Authorizations;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>How much of what changes is in use.</summary>
internal sealed class LiveUse(AuthDbContext db, DateTimeOffset now)
{
    /// <summary>Counting stops there: whoever reads a plan need not wait for a million profiles.</summary>
    public const int Most = 1000;

    private readonly Dictionary<(string Client, string Scope), long> _authorizations = [];
    private readonly Dictionary<string, (bool Enabled, bool HasSecret, bool CanDo)> _clients = [];

    /// <summary>Looks at these clients, once.</summary>
    public async Task LoadAsync(List<string> clientIds, CancellationToken ct)
    {
        if (clientIds.Count == 0)
            return;
        var live = db.Set<AuthorizationRow>().Where(a => clientIds.Contains(a.ClientId) && a.EndedAt == null && a.ExpiresAt > now);
        foreach (var count in await live.GroupBy(a => a.ClientId).Select(g => new { g.Key, Number = g.LongCount() }).ToListAsync(ct))
            _authorizations[(count.Key, "")] = count.Number;
        var byScope = live.SelectMany(a => a.Scopes, (a, scope) => new { a.ClientId, scope })
            .GroupBy(a => new { a.ClientId, a.scope }).Select(g => new { g.Key.ClientId, g.Key.scope, Number = g.LongCount() });
        foreach (var count in await byScope.ToListAsync(ct))
            _authorizations[(count.ClientId, count.scope)] = count.Number;
        foreach (var row in await db.Set<ClientRow>().AsNoTracking().Where(c => clientIds.Contains(c.ClientId)).ToListAsync(ct))
            _clients[row.ClientId] = (row.Enabled, row.HasSecrets, row.CanDoAsItSays);
    }

    /// <summary>What people gave a client and can still be used.</summary>
    /// <param name="scope">Of these, those with this scope; null: all.</param>
    public long Authorizations(string clientId, string? scope = null) => _authorizations.GetValueOrDefault((clientId, scope ?? ""));

    /// <summary>Whether an administrator turned it off.</summary>
    public bool IsDisabled(string clientId) => _clients.TryGetValue(clientId, out var client) && !client.Enabled;

    /// <summary>Whether it has a secret that would do.</summary>
    /// <param name="itself">Whether a hash of it is not enough.</param>
    public bool HasSecret(string clientId, bool itself) =>
        _clients.TryGetValue(clientId, out var client) && client.HasSecret && (!itself || client.CanDo);

    /// <summary>Who has a role.</summary>
    public Task<int> PeopleInAsync(string role, CancellationToken ct) => (
        from member in db.Set<IdentityUserRole<Guid>>()
        join named in db.Set<Role>() on member.RoleId equals named.Id
        where named.NormalizedName == role
        select member.UserId).Take(Most).CountAsync(ct);

    /// <summary>Who filled in a member of the profile.</summary>
    public Task<int> PeopleWithAsync(string member, CancellationToken ct) =>
        db.Set<User>().Where(u => EF.Functions.JsonExists(u.Profile, member)).Take(Most).CountAsync(ct);

    /// <summary>Which clients that registered themselves name a scope.</summary>
    public Task<int> RegisteredClientsNamingAsync(string scope, CancellationToken ct) =>
        db.Database.SqlQuery<int>(
            $"""
            SELECT count(*)::int AS "Value" FROM (
                SELECT FROM clients c JOIN registrations r ON r.client_id = c.client_id
                WHERE {scope} = ANY (string_to_array(c.document ->> 'scope', ' ')) LIMIT {Most}) named
            """).SingleAsync(ct);
}
