using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Webhooks;

/// <summary>
/// The webhooks in memory, so that an event that nobody wants costs nothing. One that somebody wants gets its deliveries in
/// its own transaction: both are there, or neither is. A webhook that was just made hears of what happens from a second later
/// on.
/// </summary>
public sealed class WebhookList : IAuditListener, IFeedListener, IDisposable
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(250);

    private readonly IDbContextFactory<AuthDbContext> _contexts;
    private readonly BackgroundWork _reload;
    private volatile IReadOnlyList<Webhook>? _enabled;

    /// <summary>Nothing is read before somebody asks.</summary>
    public WebhookList(IDbContextFactory<AuthDbContext> contexts, TimeProvider clock, ILogger<WebhookList> log)
    {
        _contexts = contexts;
        _reload = new BackgroundWork(LoadAsync, Rhythm, clock, fault => Log.ListUnreadable(log, DatabaseFault.ReasonOf(fault)));
    }

    /// <summary>Reads them now.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        _enabled = [.. (await Enabled(db).ToListAsync(ct)).Select(Webhook.Of)];
    }

    /// <inheritdoc/>
    public void Happened(AuthDbContext db, Guid id, DateTimeOffset at, AuditEvent happened)
    {
        if (WhoWant(happened.Action) is not { Count: > 0 } wanting)
            return;
        var payload = EventPayload.Of(id, at, happened);
        db.AddRange(wanting.Select(w => WebhookDeliveryRow.Of(w.Id, happened.Action, payload, at)));
    }

    /// <inheritdoc/>
    public IEnumerable<NpgsqlBatchCommand> CommandsOf(Guid id, DateTimeOffset at, AuditEvent happened)
    {
        if (WhoWant(happened.Action) is not { Count: > 0 } wanting)
            return [];
        var payload = EventPayload.Of(id, at, happened);
        return wanting.Select(w => WebhookDeliveries.CommandOf(WebhookDeliveryRow.Of(w.Id, happened.Action, payload, at)));
    }

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.WebhooksChanged)
            _reload.Request();
    }

    /// <summary>Read anew when there is something to tell: when this is called, there may be no database to read it from.</summary>
    public void Forget() => _enabled = null;

    /// <inheritdoc/>
    public void Dispose() => _reload.Dispose();

    private List<Webhook> WhoWant(string type) =>
        [.. (_enabled ?? ReadNow()).Where(w => w.Events.Any(pattern => EventPattern.Wants(pattern, type)))];

    /// <summary>While the server opens, at most: an event then must not be lost because nobody has read the list yet.</summary>
    private IReadOnlyList<Webhook> ReadNow()
    {
        using var db = _contexts.CreateDbContext();
        return _enabled = [.. Enabled(db).AsEnumerable().Select(Webhook.Of)];
    }

    private static IQueryable<WebhookRow> Enabled(AuthDbContext db) => db.Set<WebhookRow>().AsNoTracking().Where(w => w.Enabled);
}
