using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Keys;

/// <summary>The key ring in memory. Load it before anything is served.</summary>
public sealed class KeyRing : ISigningKeys, IRingKeys, IPairwiseKey, IFeedListener, IDisposable
{
    private readonly KeyStore _store;
    private readonly KeyWrap _wrap;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _clock;
    private readonly BackgroundWork _reload;
    private volatile KeyRingSnapshot? _snapshot;

    internal KeyRing(KeyStore store, KeyWrap wrap, AuditTrail audit, TimeProvider clock, ILogger<KeyRing> logger)
    {
        (_store, _wrap, _audit, _clock) = (store, wrap, audit, clock);
        // Once a second: ids that nobody ever made must not become a load on the database.
        _reload = new BackgroundWork(
            LoadAsync, TimeSpan.FromSeconds(1), clock, e => Tell(logger, e));
    }

    /// <inheritdoc/>
    public IReadOnlyList<SigningKey> Published => Snapshot.Published;

    /// <summary>Whether <see cref="LoadAsync"/> succeeded once.</summary>
    public bool IsLoaded => _snapshot is not null;

    /// <summary>Since when each algorithm's present signing key signs; empty before anything is loaded.</summary>
    public IEnumerable<(string Algorithm, DateTimeOffset Since)> SigningSince =>
        _snapshot?.SigningSince(_clock.GetUtcNow()) ?? [];

    private KeyRingSnapshot Snapshot => _snapshot ?? throw new InvalidOperationException("The key ring is not loaded yet.");

    /// <summary>Reads the ring for the first time, and announces successors that are due. Keys of Data Protection that an earlier
    /// secret wraps wait for the hourly job.</summary>
    /// <exception cref="KeyRingLockedException">The secret does not open it.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        if (_store.AreDue(await LoadRowsAsync(ct)))
            await RotateIfDueAsync(ct);
    }

    /// <summary>Reads the ring; makes the first keys if there are none.</summary>
    /// <exception cref="KeyRingLockedException">The secret does not open it.</exception>
    public Task LoadAsync(CancellationToken ct) => LoadRowsAsync(ct);

    /// <summary>Announces successors that are due; to be called each hour, by one node.</summary>
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> RotateIfDueAsync(CancellationToken ct) => await LoadIfAsync(
        await _store.RotateIfDueAsync(Noting(Scheduled, AuditActions.KeysRotated, ""), ct), ct);

    /// <summary>Announces a successor of every key now, due or not.</summary>
    /// <returns>False: each has one that is announced already.</returns>
    public async Task<bool> RotateAsync(Cause cause, CancellationToken ct) => await LoadIfAsync(
        await _store.RotateAllAsync(Noting(cause, AuditActions.KeysRotated, ""), ct), ct);

    /// <summary>Ends a key at once, with everything that it made.</summary>
    /// <returns>False when there is no such key, or it is over.</returns>
    public async Task<bool> RevokeAsync(string name, Cause cause, CancellationToken ct) => await LoadIfAsync(
        await _store.RevokeAsync(name, Noting(cause, AuditActions.KeyRevoked, name), ct), ct);

    /// <summary>Every key that signs, seals or derives, as the database has them now, the newest first.</summary>
    public async Task<IReadOnlyList<ListedKey>> ListAsync(CancellationToken ct)
    {
        var rows = await _store.LoadAsync(ct);
        var now = _clock.GetUtcNow();
        var published = KeyRingSnapshot.Open(rows, _wrap, _snapshot, now).Published;
        return [.. rows.Where(r => r.Kind is KeyKind.Signing or KeyKind.Symmetric)
            .OrderByDescending(r => r.ActivatesAt).ThenByDescending(r => r.Id).Select(r => ListedKey.Of(r, published, now))];
    }

    /// <inheritdoc/>
    public SigningKey Current(string algorithm) =>
        Snapshot.CurrentSigning(algorithm, _clock.GetUtcNow())
        ?? throw new InvalidOperationException($"The key ring holds no {algorithm} key.");

    /// <inheritdoc/>
    public RingKey Current(KeyPurpose purpose) => Snapshot.CurrentSymmetric(purpose, _clock.GetUtcNow());

    /// <inheritdoc/>
    public RingKey? Find(KeyPurpose purpose, uint id)
    {
        var snapshot = Snapshot;
        if (!snapshot.Holds(id))
            _reload.Request();
        return snapshot.Find(purpose, id, _clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public RingKey Pairwise => Snapshot.Permanent(PermanentPurpose.PairwiseSubject);

    /// <summary>The key that never rotates.</summary>
    public RingKey Permanent(PermanentPurpose purpose) => Snapshot.Permanent(purpose);

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind == FeedKind.KeysChanged)
            _reload.Request();
    }

    /// <inheritdoc/>
    public void Forget() => _reload.Request();

    /// <inheritdoc/>
    public void Dispose() => _reload.Dispose();

    /// <summary>Before the first load whoever loads it hears what is wrong.</summary>
    private void Tell(ILogger logger, Exception fault)
    {
        if (IsLoaded)
            Log.ReloadFailed(logger, DatabaseFault.CallsOf(fault), DatabaseFault.ReasonOf(fault));
    }

    private static Cause Scheduled => new(Actor.Server("rotation"));

    private KeyNote Noting(Cause cause, string action, string name) => (db, before, after) => _audit.Add(
        db, new AuditEvent(cause.By, action, AuditTargets.Key, name) { Before = before, After = after, Reason = cause.Reason });

    private async Task<IReadOnlyList<KeyRow>> LoadRowsAsync(CancellationToken ct)
    {
        var rows = await _store.LoadAsync(ct);
        _snapshot = KeyRingSnapshot.Open(rows, _wrap, _snapshot, _clock.GetUtcNow());
        return rows;
    }

    private async Task<bool> LoadIfAsync(bool changed, CancellationToken ct)
    {
        if (changed)
            await LoadAsync(ct);
        return changed;
    }
}
