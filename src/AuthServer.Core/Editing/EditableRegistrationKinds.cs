using AuthServer.Core.Audit;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>The ways to register.</summary>
internal sealed class EditableRegistrationKinds(AccountSchemaDirectory schema) : EditableKind(ObjectKind.Registration, "kind")
{
    public override EditNames Names { get; } = new(
        AuditTargets.RegistrationKind, AuditActions.RegistrationKindCreated, AuditActions.RegistrationKindUpdated,
        AuditActions.RegistrationKindDeleted);

    public override async Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct) =>
        [.. (await schema.ListKindsAsync(ct)).Select(k => Shown(k.Kind, k))];

    public override Task PutAsync(DeclarationSet read, CancellationToken ct) => schema.PutKindAsync(read.Registration[0].Value, ct);

    public override Task DeleteAsync(string key, CancellationToken ct) => schema.DeleteKindAsync(key, ct);

    public override async Task<IReadOnlyList<ObjectUse>> FindUsesAsync(string key, CancellationToken ct) =>
        [.. (await schema.ListMembersAsync(ct)).Where(m => m.Kinds.Contains(key)).Select(m => new ObjectUse(AuditTargets.ProfileMember, m.Name))];
}
