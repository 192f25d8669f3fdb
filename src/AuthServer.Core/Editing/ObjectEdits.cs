using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>
/// Scopes, roles, providers, ways to register, members of profiles and the branding, edited one at a time, judged as files
/// are. Clients have <see cref="ClientEdits"/>.
/// </summary>
public sealed class ObjectEdits
{
    private readonly EditTransaction _transaction;
    private readonly KnownObjects _known;
    private readonly IReadOnlyList<EditableKind> _kinds;

    internal ObjectEdits(EditTransaction transaction, KnownObjects known, IEnumerable<EditableKind> kinds) =>
        (_transaction, _known, _kinds) = (transaction, known, [.. kinds]);

    /// <summary>A page of those with the text in one of their members.</summary>
    /// <param name="target">One of <see cref="AuditTargets"/>.</param>
    public async Task<Page<EditedObject>> FindAsync(string target, PageQuery query, CancellationToken ct) => WholeList.Page(
        await KindOf(target).ListAsync(ct), query, o => new Cursor(o.Key, o.Key),
        o => o.Members.Select(m => (m.Value as JsonValue)?.ToString()));

    /// <summary>One of them.</summary>
    /// <param name="key">The branding has none.</param>
    /// <returns>Null: there is none.</returns>
    public Task<EditedObject?> FindAsync(string target, string key, CancellationToken ct) => KindOf(target).FindAsync(key, ct);

    /// <summary>Makes one.</summary>
    /// <param name="members">As files declare them.</param>
    public Task<EditOutcome> CreateAsync(string target, JsonObject members, Editor editor, CancellationToken ct) =>
        _transaction.RunAsync(() => PutAsync(KindOf(target), null, members, editor, ct), ct);

    /// <summary>Replaces one: members that are left out take their defaults.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task<EditOutcome> ReplaceAsync(string target, string key, JsonObject members, Editor editor, CancellationToken ct) =>
        _transaction.RunAsync(async () =>
        {
            var kind = KindOf(target);
            if (await kind.FindAsync(key, ct) is not { } before)
                return new EditOutcome.NotFound();
            return editor.DecidedOn(before.Version) ? await PutAsync(kind, before, members, editor, ct) : new EditOutcome.Stale();
        }, ct);

    /// <summary>Removes one, unless something needs it. No file makes it again.</summary>
    public Task<EditOutcome> DeleteAsync(string target, string key, Editor editor, CancellationToken ct) =>
        _transaction.RunAsync(async () =>
        {
            var kind = KindOf(target);
            if (await kind.FindAsync(key, ct) is not { } before)
                return new EditOutcome.NotFound();
            if (!editor.DecidedOn(before.Version))
                return new EditOutcome.Stale();
            if (kind.IsOwners(before.Members) && !editor.IsOwner)
                return new EditOutcome.Forbidden();
            if (await kind.FindUsesAsync(key, ct) is { Count: > 0 } uses)
                return new EditOutcome.InUse(uses);
            await kind.DeleteAsync(key, ct);
            Write(kind.Names.Deleted, kind, before, null, editor);
            return new EditOutcome.Gone();
        }, ct);

    private async Task<EditOutcome> PutAsync(EditableKind kind, EditedObject? before, JsonObject sent, Editor editor, CancellationToken ct)
    {
        var (members, complaints) = (sent.DeepClone().AsObject(), new Complaints());
        ReadOnlyMembers.Take(members, kind.ReadOnly, before?.Members, complaints);
        if (before is not null && kind.KeyMember.Length > 0 && !members.TryAdd(kind.KeyMember, before.Key)
            && members[kind.KeyMember]?.ToString() != before.Key)
            complaints.Add(kind.KeyMember, "read_only");
        var read = OneObject.Read(kind.Kind, members, complaints);
        OneObject.Judge(read, await _known.LoadAsync(ct), complaints);
        if (!complaints.IsEmpty)
            return new EditOutcome.Refused(complaints);

        var key = before?.Key ?? members[kind.KeyMember]?.ToString() ?? "";
        if (before is null && await kind.FindAsync(key, ct) is not null)
            return new EditOutcome.Exists();
        if (!editor.IsOwner && (kind.IsOwners(members) || (before is not null && kind.IsOwners(before.Members))))
            return new EditOutcome.Forbidden();
        await kind.PutAsync(read, ct);
        await _transaction.SaveAsync(ct);
        var after = await kind.FindAsync(key, ct) ?? throw new InvalidOperationException("What was just saved is not there.");
        if (before is null)
        {
            Write(kind.Names.Created, kind, null, after, editor);
            return new EditOutcome.Created(after);
        }

        var bringsSecret = kind.SecretMember is { } secret && members.ContainsKey(secret);
        if (!bringsSecret && MemberChanges.Between(before.Members, after.Members).AreNone)
            return new EditOutcome.Changed(before) { WasSo = true };
        Write(kind.Names.Updated, kind, before, after, editor);
        return new EditOutcome.Changed(after);
    }

    private void Write(string action, EditableKind kind, EditedObject? before, EditedObject? after, Editor editor)
    {
        var changes = MemberChanges.Between(before?.Members, after?.Members);
        _transaction.Write(new AuditEvent(editor.Cause.By, action, kind.Names.Target, after?.Key ?? before?.Key ?? "")
        {
            Before = changes.Before,
            After = changes.After,
            Reason = editor.Cause.Reason,
        });
    }

    private EditableKind KindOf(string target) => _kinds.Single(k => k.Names.Target == target);
}
