using AuthServer.Core.Audit;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>The members that profiles have besides the standard ones.</summary>
internal sealed class EditableProfileMembers(AccountSchemaDirectory schema) : EditableKind(ObjectKind.Profile, "name")
{
    public override EditNames Names { get; } = new(
        AuditTargets.ProfileMember, AuditActions.ProfileMemberCreated, AuditActions.ProfileMemberUpdated,
        AuditActions.ProfileMemberDeleted);

    public override async Task<IReadOnlyList<EditedObject>> ListAsync(CancellationToken ct) =>
        [.. (await schema.ListMembersAsync(ct)).Select(m => Shown(m.Name, m))];

    public override Task PutAsync(DeclarationSet read, CancellationToken ct) => schema.PutMemberAsync(read.Profile[0].Value, ct);

    public override Task DeleteAsync(string key, CancellationToken ct) => schema.DeleteMemberAsync(key, ct);

    public override async Task<IReadOnlyList<ObjectUse>> FindUsesAsync(string key, CancellationToken ct) =>
        [.. (await schema.ListKindsAsync(ct)).Where(k => k.Require.Contains(key)).Select(k => new ObjectUse(AuditTargets.RegistrationKind, k.Kind))];
}
