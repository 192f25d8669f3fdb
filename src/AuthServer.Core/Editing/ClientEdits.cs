using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuthServer.Core.Audit;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Clients;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Editing;

/// <summary>Clients, edited one at a time, judged as files are.</summary>
public sealed class ClientEdits(
    EditTransaction transaction, ClientRecords records, ClientDirectory clients, ClientSecrets secrets, WideEndings endings)
{
    /// <summary>Makes one. What has no <c>client_id</c> gets one, and what needs a secret and brings none gets one.</summary>
    public async Task<EditOutcome> CreateAsync(JsonObject sent, Editor editor, CancellationToken ct)
    {
        var members = sent.DeepClone().AsObject();
        members.TryAdd(ClientRecords.Id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));
        var (wanted, complaints) = Read(members, null);
        return wanted is null
            ? new EditOutcome.Refused(complaints)
            : await transaction.RunAsync(wanted.ClientId, () => CreateAsync(wanted, editor, ct), ct);
    }

    private async Task<EditOutcome> CreateAsync(DeclaredClient wanted, Editor editor, CancellationToken ct)
    {
        if (await clients.FindAsync(wanted.ClientId, ct) is not null)
            return new EditOutcome.Exists();
        var client = ClientMetadata.Build(wanted.ClientId, wanted.Document);
        if (records.IsOwners(client) && !editor.IsOwner)
            return new EditOutcome.Forbidden();

        var made = wanted.Secret is null && AuthMethods.WithSecret.Contains(client.AuthMethod) ? ClientSecrets.NewText() : null;
        await clients.ForgetDisabledAsync(wanted.ClientId, ct);
        await clients.CreateAsync(wanted.ClientId, wanted.Document, (wanted.Secret ?? made) is { } secret ? [new NewSecret(secret)] : [], ct);
        var after = await GetAsync(wanted.ClientId, ct);
        Write(AuditActions.ClientCreated, null, after, editor);
        return new EditOutcome.Created(after) { Secret = made };
    }

    /// <summary>Replaces its document: members that are left out take their defaults. Its secrets stay.</summary>
    public Task<EditOutcome> ReplaceAsync(string clientId, JsonObject sent, Editor editor, CancellationToken ct) =>
        EditAsync(clientId, editor, before => DescribeAsync(before, sent.DeepClone().AsObject(), editor, ct), ct);

    /// <summary>Replaces the members that are sent; null takes one away (RFC 7396). Its secrets stay.</summary>
    public Task<EditOutcome> PatchAsync(string clientId, JsonObject sent, Editor editor, CancellationToken ct) =>
        EditAsync(clientId, editor, before =>
        {
            var members = before.Members.DeepClone().AsObject();
            foreach (var (name, value) in sent)
                members[name] = value?.DeepClone();
            return DescribeAsync(before, members, editor, ct);
        }, ct);

    /// <summary>Turns it on again. What ended stays ended.</summary>
    public Task<EditOutcome> EnableAsync(string clientId, Editor editor, CancellationToken ct) =>
        SwitchAsync(clientId, true, AuditActions.ClientEnabled, editor, ct);

    /// <summary>Turns it off: whatever it holds ends at once, and it gets nothing more.</summary>
    public Task<EditOutcome> DisableAsync(string clientId, Editor editor, CancellationToken ct) =>
        SwitchAsync(clientId, false, AuditActions.ClientDisabled, editor, ct);

    /// <summary>Removes it with everything that it holds. No file makes it again.</summary>
    public Task<EditOutcome> DeleteAsync(string clientId, Editor editor, CancellationToken ct) => EditAsync(clientId, editor, async before =>
    {
        await EndAsync(clientId, ct);
        await clients.DeleteAsync(clientId, ct);
        Write(AuditActions.ClientDeleted, before, null, editor);
        return new EditOutcome.Gone();
    }, ct);

    /// <summary>Makes a secret beside the one there is.</summary>
    /// <param name="expiresAt">When the new one ends; null: never.</param>
    /// <param name="othersFor">How long the other may still be used; null: as long as before.</param>
    public Task<EditOutcome> AddSecretAsync(
        string clientId, DateTimeOffset? expiresAt, TimeSpan? othersFor, Editor editor, CancellationToken ct) =>
        EditAsync(clientId, editor, async before =>
        {
            var client = ClientOf(before);
            if (!AuthMethods.WithSecret.Contains(client.AuthMethod) && !client.NeedsSharedSecret)
                return Refused("token_endpoint_auth_method", $"a client of {client.AuthMethod} has no secret");
            var text = ClientSecrets.NewText();
            if (await secrets.AddAsync(clientId, new NewSecret(text, expiresAt), othersFor, ct) is not { } made)
                return new EditOutcome.Full();
            transaction.Write(new AuditEvent(editor.Cause.By, AuditActions.ClientSecretAdded, AuditTargets.Client, clientId)
            {
                After = new { made.Id, made.ExpiresAt, OthersExpireIn = othersFor?.TotalSeconds },
                Reason = editor.Cause.Reason,
            });
            return new EditOutcome.SecretAdded(made, text);
        }, ct);

    /// <summary>Removes a secret: nobody gets in with it any more.</summary>
    public Task<EditOutcome> RemoveSecretAsync(string clientId, string id, Editor editor, CancellationToken ct) =>
        EditAsync(clientId, editor, async _ =>
        {
            if (await secrets.RemoveAsync(clientId, id, ct) is not { } gone)
                return new EditOutcome.NotFound();
            transaction.Write(new AuditEvent(editor.Cause.By, AuditActions.ClientSecretRemoved, AuditTargets.Client, clientId)
            {
                Before = new { gone.Id, gone.ExpiresAt },
                Reason = editor.Cause.Reason,
            });
            return new EditOutcome.Gone();
        }, ct);

    private Task<EditOutcome> SwitchAsync(string clientId, bool enabled, string action, Editor editor, CancellationToken ct) =>
        EditAsync(clientId, editor, async before =>
        {
            if (before.Members[ClientRecords.Enabled]?.GetValue<bool>() == enabled)
                return new EditOutcome.Changed(before) { WasSo = true };
            if (!enabled)
                await EndAsync(clientId, ct);
            await clients.EnableAsync(clientId, enabled, ct);
            var after = await GetAsync(clientId, ct);
            Write(action, before, after, editor);
            return new EditOutcome.Changed(after);
        }, ct);

    private async Task<EditOutcome> DescribeAsync(EditedObject before, JsonObject members, Editor editor, CancellationToken ct)
    {
        if (before.Members["origin"]?.ToString() == ClientRecords.OriginOf(RegistrationOrigin.Document))
            return Refused("", "its document is at the address that is its id, and is changed there");
        members.TryAdd(ClientRecords.Id, before.Key);
        var (wanted, complaints) = Read(members, before);
        if (wanted is null)
            return new EditOutcome.Refused(complaints);
        if (records.IsOwners(ClientMetadata.Build(wanted.ClientId, wanted.Document)) && !editor.IsOwner)
            return new EditOutcome.Forbidden();
        await clients.DescribeAsync(wanted.ClientId, wanted.Document, ct);
        var after = await GetAsync(wanted.ClientId, ct);
        if (MemberChanges.Between(before.Members, after.Members, ClientRecords.UpdatedAt).AreNone)
            return new EditOutcome.Changed(before) { WasSo = true };
        Write(AuditActions.ClientUpdated, before, after, editor);
        return new EditOutcome.Changed(after);
    }

    /// <summary>What every edit of a client that is there has to be asked first.</summary>
    private Task<EditOutcome> EditAsync(string clientId, Editor editor, Func<EditedObject, Task<EditOutcome>> edit, CancellationToken ct) =>
        transaction.RunAsync(clientId, async () =>
        {
            if (await records.FindAsync(clientId, ct) is not { } before)
                return new EditOutcome.NotFound();
            if (!editor.DecidedOn(before.Version))
                return new EditOutcome.Stale();
            return records.IsOwners(ClientOf(before)) && !editor.IsOwner ? new EditOutcome.Forbidden() : await edit(before);
        }, ct);

    private async Task EndAsync(string clientId, CancellationToken ct)
    {
        if (await endings.EndClientAsync(transaction.Connection, clientId, ct) is { } ended)
            transaction.TellOf(ended);
    }

    private async Task<EditedObject> GetAsync(string clientId, CancellationToken ct) =>
        await records.FindAsync(clientId, ct) ?? throw new InvalidOperationException("What was just saved is not there.");

    private void Write(string action, EditedObject? before, EditedObject? after, Editor editor)
    {
        var changes = MemberChanges.Between(before?.Members, after?.Members, ClientRecords.UpdatedAt);
        transaction.Write(new AuditEvent(editor.Cause.By, action, AuditTargets.Client, after?.Key ?? before?.Key ?? "")
        {
            Before = changes.Before,
            After = changes.After,
            Reason = editor.Cause.Reason,
        });
    }

    private static (DeclaredClient? Client, Complaints Complaints) Read(JsonObject members, EditedObject? before)
    {
        var complaints = new Complaints();
        ReadOnlyMembers.Take(members, ClientRecords.ReadOnly, before?.Members, complaints);
        if (before is not null && members[ClientRecords.Id]?.ToString() != before.Key)
            complaints.Add(ClientRecords.Id, "read_only");
        if (before is not null && members[ClientRecords.Secret] is not null)
            complaints.Add(ClientRecords.Secret, "read_only");
        var read = OneObject.Read(ObjectKind.Client, members, complaints);
        return (complaints.IsEmpty ? read.Clients[0].Value : null, complaints);
    }

    private static Client ClientOf(EditedObject client) => ClientMetadata.Build(client.Key, client.Members.ToJsonString());

    private static EditOutcome.Refused Refused(string path, string text)
    {
        var complaints = new Complaints();
        OneObject.Add(complaints, path, text);
        return new EditOutcome.Refused(complaints);
    }
}
