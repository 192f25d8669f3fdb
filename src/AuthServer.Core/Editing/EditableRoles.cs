using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>Roles: a name and nothing more.</summary>
internal sealed class EditableRoles(RoleDirectory roles, AccountSchemaDirectory schema) : EditableKind(ObjectKind.Role, "name")
{
    private const string BuiltIn = "built_in";

    public override EditNames Names { get; } =
        new(AuditTargets.Role, AuditActions.RoleCreated, AuditActions.RoleCreated, AuditActions.RoleDeleted);

    public override IReadOnlyList<string> ReadOnly => [BuiltIn];

    public override async Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct) =>
        [.. (await roles.ListAsync(ct)).Select(r => Shown(r, new JsonObject { ["name"] = r, [BuiltIn] = RoleDirectory.BuiltIn.Contains(r) }))];

    public override Task PutAsync(DeclarationSet read, CancellationToken ct)
    {
        roles.Create(read.Roles[0].Value);
        return Task.CompletedTask;
    }

    public override Task DeleteAsync(string key, CancellationToken ct) => roles.DeleteAsync(key, ct);

    public override async Task<IReadOnlyList<ObjectUse>> FindUsesAsync(string key, CancellationToken ct) =>
        RoleDirectory.BuiltIn.Contains(key)
            ? [new ObjectUse("server", "")]
            :
            [
                .. (await schema.ListKindsAsync(ct)).Where(k => k.Role == key).Select(k => new ObjectUse(AuditTargets.RegistrationKind, k.Kind)),
                .. (await roles.FindPeopleAsync(key, MostUses, ct)).Select(u => new ObjectUse(AuditTargets.User, u.ToString())),
            ];
}
