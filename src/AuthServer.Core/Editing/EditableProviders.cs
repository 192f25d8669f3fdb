using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Editing;

/// <summary>Upstream providers. A secret goes in and never comes out.</summary>
internal sealed class EditableProviders(AuthDbContext db, IRingKeys keys) : EditableKind(ObjectKind.Provider, "scheme")
{
    private const string HasSecret = "has_secret";

    public override EditNames Names { get; } = new(
        AuditTargets.Provider, AuditActions.ProviderCreated, AuditActions.ProviderUpdated, AuditActions.ProviderDeleted);

    public override IReadOnlyList<string> ReadOnly => [HasSecret];

    public override string? SecretMember => "client_secret";

    public override async Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct) =>
    [
        .. from row in await db.Set<DeclaredObjectRow>().AsNoTracking().Where(r => r.Kind == ObjectKind.Provider)
               .OrderBy(r => r.Position).ThenBy(r => r.Key).ToListAsync(ct)
           select Shown(row.Key, MembersOf(row)),
    ];

    public override async Task PutAsync(DeclarationSet read, CancellationToken ct)
    {
        var wanted = read.Providers[0].Value;
        if (await db.Set<DeclaredObjectRow>().FindAsync([ObjectKind.Provider, wanted.Scheme], ct) is not { } row)
        {
            row = db.Add(DeclaredObjectRow.Create(ObjectKind.Provider, wanted.Scheme)).Entity;
            row.MoveTo(int.MaxValue); // what no file puts in order comes last
        }

        var before = JsonNode.Parse(row.Document);
        row.Describe(wanted.Document);
        var after = JsonNode.Parse(row.Document);
        if (wanted.Secret is { } secret)
            row.KeepSecret(StoredSecret.Seal(keys, secret));
        // Whoever may write an address must not have the secret sent there.
        else if (!IsSame(before, after, "issuer") || !IsSame(before, after, "client_id"))
            row.KeepSecret(null);
    }

    public override async Task DeleteAsync(string key, CancellationToken ct)
    {
        if (await db.Set<DeclaredObjectRow>().FindAsync([ObjectKind.Provider, key], ct) is { } row)
            db.Remove(row);
    }

    private static JsonObject MembersOf(DeclaredObjectRow row)
    {
        var document = JsonNode.Parse(row.Document)?.AsObject() ?? [];
        var members = new JsonObject(document.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        members[HasSecret] = row.Secret is not null;
        return members;
    }

    private static bool IsSame(JsonNode? before, JsonNode? after, string member) => JsonNode.DeepEquals(before?[member], after?[member]);
}
