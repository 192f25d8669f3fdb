using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Microsoft.EntityFrameworkCore;

namespace AuthServer.Core.Webhooks;

/// <summary>
/// Webhooks, for administrators. Of an address the audit log gets the host alone: the rest of it may be as good as a secret.
/// </summary>
public sealed class WebhookStore(
    IDbContextFactory<AuthDbContext> contexts, Envelopes envelopes, AuditTrail audit, WebhookList list, TimeProvider clock)
{
    /// <summary>The most there can be: each is looked at for every event.</summary>
    public const int Most = 50;

    /// <summary>All of them, the oldest first.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<WebhookRow>().AsNoTracking().OrderBy(w => w.Id).ToListAsync(ct)).Select(Webhook.Of)];
    }

    /// <summary>One of them; null: there is none.</summary>
    public async Task<Webhook?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<WebhookRow>().AsNoTracking().FirstOrDefaultAsync(w => w.Id == id, ct) is { } row ? Webhook.Of(row) : null;
    }

    /// <summary>Makes one.</summary>
    /// <returns>With its secret, which is shown this once; null: there are as many as there can be.</returns>
    public async Task<(Webhook Webhook, string Secret)?> CreateAsync(WebhookDraft draft, Cause cause, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<WebhookRow>().CountAsync(ct) >= Most)
            return null;
        var secret = WebhookSecret.Create();
        var row = WebhookRow.Create(draft, Seal(secret), clock.GetUtcNow());
        db.Add(row);
        await SaveAsync(db, Told(cause, AuditActions.WebhookCreated, row.Id) with { After = ShownOf(row) }, ct);
        return (Webhook.Of(row), secret.Reveal());
    }

    /// <summary>Changes one.</summary>
    /// <param name="version">The one that was decided on.</param>
    /// <returns>False: there is none of that version any more.</returns>
    public async Task<bool> ChangeAsync(Guid id, long version, WebhookDraft draft, Cause cause, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<WebhookRow>().FindAsync([id], ct) is not { } row || row.Version != version)
            return false;
        if (row.Url == draft.Url && row.Events.SequenceEqual(draft.Events) && row.Enabled == draft.Enabled && row.Description == draft.Description)
            return true;
        var before = ShownOf(row);
        row.Change(draft, clock.GetUtcNow());
        return await TrySaveAsync(
            db, Told(cause, AuditActions.WebhookUpdated, id) with { Before = before, After = ShownOf(row) }, ct);
    }

    /// <summary>Makes a second secret; from now on both sign, and an older second one no more.</summary>
    /// <returns>The secret, shown this once; null: there is no such webhook, or somebody else is changing it.</returns>
    public async Task<string?> AddSecretAsync(Guid id, Cause cause, CancellationToken ct)
    {
        var secret = WebhookSecret.Create();
        return await ChangeSecretsAsync(id, AuditActions.WebhookSecretAdded, cause, row =>
        {
            row.AddSecret(Seal(secret), clock.GetUtcNow());
            return true;
        }, ct) ? secret.Reveal() : null;
    }

    /// <summary>The newest secret signs alone.</summary>
    /// <returns>False: there is no such webhook, it has one only, or somebody else is changing it.</returns>
    public Task<bool> DropOldSecretAsync(Guid id, Cause cause, CancellationToken ct) =>
        ChangeSecretsAsync(id, AuditActions.WebhookSecretDropped, cause, row => row.DropOldSecret(clock.GetUtcNow()), ct);

    /// <summary>Removes one, with what it is owed.</summary>
    /// <returns>False: there is none.</returns>
    public async Task<bool> DeleteAsync(Guid id, Cause cause, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<WebhookRow>().FindAsync([id], ct) is not { } row)
            return false;
        db.Remove(row);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<WebhookDeliveryRow>().Where(d => d.WebhookId == id).ExecuteDeleteAsync(ct);
        var told = Told(cause, AuditActions.WebhookDeleted, id) with { Before = ShownOf(row) };
        if (!await TrySaveAsync(db, told, ct))
            return false;
        await transaction.CommitAsync(ct);
        await list.LoadAsync(ct);
        return true;
    }

    /// <summary>Owes it a delivery that says nothing, to see whether it arrives.</summary>
    /// <returns>The delivery's id; null: there is no such webhook.</returns>
    public async Task<Guid?> TestAsync(Guid id, Cause cause, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (!await db.Set<WebhookRow>().AnyAsync(w => w.Id == id, ct))
            return null;
        var now = clock.GetUtcNow();
        var delivery = WebhookDeliveryRow.Of(id, EventPayload.TestType, EventPayload.OfTest(id, now, cause.By), now);
        db.Add(delivery);
        audit.Add(db, Told(cause, AuditActions.WebhookTested, id));
        await db.SaveChangesAsync(ct);
        return delivery.Id;
    }

    private static AuditEvent Told(Cause cause, string action, Guid id) =>
        new(cause.By, action, AuditTargets.Webhook, id.ToString()) { Reason = cause.Reason };

    private static Shown ShownOf(WebhookRow row) => new(new Uri(row.Url).Host, row.Events, row.Enabled, row.Description);

    private string Seal(WebhookSecret secret) => envelopes.Seal(KeyPurpose.StoredSecret, secret.Key);

    private async Task<bool> ChangeSecretsAsync(
        Guid id, string action, Cause cause, Func<WebhookRow, bool> change, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<WebhookRow>().FindAsync([id], ct) is not { } row)
            return false;
        var before = Webhook.Of(row).Secrets;
        return change(row)
            && await TrySaveAsync(
                db, Told(cause, action, id) with { Before = new { Secrets = before }, After = new { Webhook.Of(row).Secrets } }, ct);
    }

    private async Task<bool> TrySaveAsync(AuthDbContext db, AuditEvent told, CancellationToken ct)
    {
        try
        {
            await SaveAsync(db, told, ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private async Task SaveAsync(AuthDbContext db, AuditEvent told, CancellationToken ct)
    {
        audit.Add(db, told);
        db.Add(FeedRow.Changed(FeedKind.WebhooksChanged, "", clock.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await list.LoadAsync(ct);
    }

    private sealed record Shown(string Host, IReadOnlyList<string> Events, bool Enabled, string? Description);
}
