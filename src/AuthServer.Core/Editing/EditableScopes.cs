using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;
using AuthServer.Protocol.Wire;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Editing;

/// <summary>Scopes: those that always exist may be described otherwise, and never go.</summary>
internal sealed class EditableScopes(AuthDbContext db, PresentationDirectory scopes, AccountSchemaDirectory schema, IIssuer issuer)
    : EditableKind(ObjectKind.Scope, "name")
{
    private const string BuiltIn = "built_in";

    public override EditNames Names { get; } =
        new(AuditTargets.Scope, AuditActions.ScopeCreated, AuditActions.ScopeUpdated, AuditActions.ScopeDeleted);

    public override IReadOnlyList<string> ReadOnly => [BuiltIn];

    public override async Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct) =>
    [
        .. (await scopes.ListScopesAsync(ct)).Select(s =>
        {
            var members = MembersOf(s);
            members[BuiltIn] = StandardScopes.All.Contains(s.Name);
            return Shown(s.Name, members);
        }),
    ];

    public override Task PutAsync(DeclarationSet read, CancellationToken ct) => scopes.PutScopeAsync(read.Scopes[0].Value, ct);

    public override Task DeleteAsync(string key, CancellationToken ct) => scopes.DeleteScopeAsync(key, ct);

    /// <summary>What says who somebody is among those who run things, or opens our own API, is no matter of apps alone.</summary>
    public override bool IsOwners(JsonObject members) =>
        StandardScopes.IsOfAdministrators(members["name"]?.ToString() ?? "")
        || Holds(members["claims"], "roles", "groups") || Holds(members["resources"], issuer.Url);

    public override async Task<IReadOnlyList<ObjectUse>> FindUsesAsync(string key, CancellationToken ct)
    {
        if (StandardScopes.All.Contains(key))
            return [new ObjectUse("server", "")];
        var clients = await db.Database.SqlQuery<string>(
            $"""
            SELECT client_id AS "Value" FROM clients
            WHERE {key} = ANY (string_to_array(document->>'scope', ' ')) ORDER BY client_id LIMIT {MostUses}
            """).ToListAsync(ct);
        return
        [
            .. clients.Select(c => new ObjectUse(AuditTargets.Client, c)),
            .. (await schema.ListMembersAsync(ct)).Where(m => m.Scope == key).Select(m => new ObjectUse(AuditTargets.ProfileMember, m.Name)),
        ];
    }

    private static bool Holds(JsonNode? list, params string[] names) => list is JsonArray items && items.Any(i => names.Contains(i?.ToString()));
}
