using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Data;
using AuthServer.Protocol.Jose;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Keys;

/// <summary>Adds what is told of a change of the ring, in its transaction.</summary>
internal delegate void KeyNote(AuthDbContext db, object? before, object? after);

/// <summary>The rows of the ring: made, rotated and wrapped anew under a lock that all nodes share.</summary>
internal sealed class KeyStore(
    NpgsqlDataSource database, IDbContextFactory<AuthDbContext> contexts, KeyWrap wrap, IOptions<KeysOptions> options,
    TimeProvider clock, ILogger<KeyStore> logger)
{
    private const string LockName = "keys";

    private static ReadOnlySpan<byte> Canary => "sings"u8;

    /// <summary>Every row; the first keys are made if there are none.</summary>
    /// <exception cref="KeyRingLockedException">The secret is the wrong one.</exception>
    public async Task<IReadOnlyList<KeyRow>> LoadAsync(CancellationToken ct)
    {
        var rows = await KeyRow.ReadAllAsync(database, ct);
        if (!IsComplete(rows))
        {
            await CompleteAsync(ct);
            rows = await KeyRow.ReadAllAsync(database, ct);
        }

        CheckCanary(rows);
        return rows;
    }

    /// <summary>Whether <see cref="RotateIfDueAsync"/> would change any of these rows.</summary>
    public bool AreDue(IReadOnlyList<KeyRow> rows)
    {
        var now = clock.GetUtcNow();
        return Newest(rows).Exists(r => IsDue(r, now)) || rows.Any(r => IsOver(r, now) || wrap.IsOutdated(r.Wrapped));
    }

    /// <summary>Announces successors of keys whose time is near and wraps rows of an earlier secret anew.</summary>
    /// <param name="note">Adds what is told of it, if a successor is announced.</param>
    /// <returns>Whether anything changed.</returns>
    public Task<bool> RotateIfDueAsync(KeyNote note, CancellationToken ct) =>
        ChangeAsync((db, rows, now) =>
        {
            SucceedAll(db, Newest(rows).FindAll(r => IsDue(r, now)), now, note);
            Rewrap(rows);
            foreach (var key in db.Set<DataProtectionKeyRow>())
                key.Rewrap(wrap);
            db.RemoveRange(rows.Where(r => IsOver(r, now)));
        }, ct);

    /// <summary>Announces a successor of every key now.</summary>
    /// <param name="note">Adds what is told of it, if anything changes.</param>
    public Task<bool> RotateAllAsync(KeyNote note, CancellationToken ct) =>
        // One that is announced already is successor enough.
        ChangeAsync((db, rows, now) => SucceedAll(db, Newest(rows).FindAll(r => r.ActivatesAt <= now), now, note), ct);

    /// <summary>Ends a key at once, with everything that it made; a fresh one takes over if it was in use.</summary>
    /// <inheritdoc cref="RotateAllAsync"/>
    /// <returns>False when there is no such key.</returns>
    public Task<bool> RevokeAsync(string name, KeyNote note, CancellationToken ct) =>
        ChangeAsync((db, rows, now) =>
        {
            var key = rows.Find(r => r.Name == name && r.Kind is KeyKind.Signing or KeyKind.Symmetric);
            if (key is null || key.ExpiresAt <= now)
                return;
            var before = ListedKey.StateOf(key, now);
            var successor = Newest(rows).Find(r => (r.Kind, r.Algorithm) == (key.Kind, key.Algorithm)) is { } newest && newest != key
                ? newest
                : Succeed(db, key, now, now);
            // One that is announced has to do at once, whoever has not read it yet.
            successor.ActivateBy(now);
            key.Retire(now, TimeSpan.Zero);
            note(db, new { State = Word(before) }, new { State = Word(KeyState.Revoked), Successor = successor.Name });
        }, ct);

    private bool IsDue(KeyRow key, DateTimeOffset now) =>
        key.ActivatesAt + options.Value.Rotation.Value - options.Value.Propagation.Value <= now;

    private static bool IsOver(KeyRow key, DateTimeOffset now) => key.Kind == KeyKind.Signing && key.ExpiresAt <= now;

    private static string Word(KeyState state) => state.ToString().ToLowerInvariant();

    private async Task CompleteAsync(CancellationToken ct)
    {
        await ChangeAsync((db, rows, now) =>
        {
            if (rows.Count == 0)
            {
                Add(db, KeyKind.Canary, "", Canary, now, now);
                Add(db, KeyKind.Permanent, "", RandomNumberGenerator.GetBytes(32), now, now);
            }

            foreach (var (kind, algorithm) in Wanted.Where(w => !rows.Exists(r => (r.Kind, r.Algorithm) == w)))
                AddKey(db, kind, algorithm, now, now);
        }, ct);
    }

    /// <remarks>The lock is waited for, so that the rows are read after whoever held it before.</remarks>
    private async Task<bool> ChangeAsync(Action<AuthDbContext, List<KeyRow>, DateTimeOffset> change, CancellationToken ct)
    {
        await using var alone = await DatabaseLock.TakeAsync(database, LockName, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<KeyRow>().ToListAsync(ct);
        CheckCanary(rows);
        var now = clock.GetUtcNow();
        change(db, rows, now);
        if (!db.ChangeTracker.HasChanges())
            return false;

        db.Add(FeedRow.Changed(FeedKind.KeysChanged, "", now));
        await db.SaveChangesAsync(ct);
        Log.RingChanged(logger);
        return true;
    }

    private static IEnumerable<(KeyKind Kind, string Algorithm)> Wanted =>
        [(KeyKind.Symmetric, ""), .. JwsAlgorithms.Signing.Select(a => (KeyKind.Signing, a))];

    private static bool IsComplete(List<KeyRow> rows) =>
        Wanted.All(w => rows.Exists(r => (r.Kind, r.Algorithm) == w));

    private static List<KeyRow> Newest(IReadOnlyList<KeyRow> rows) =>
        [.. rows.Where(r => r.Kind is KeyKind.Signing or KeyKind.Symmetric)
            .GroupBy(r => (r.Kind, r.Algorithm))
            .Select(g => g.OrderByDescending(r => r.ActivatesAt).ThenByDescending(r => r.Id).First())];

    private void SucceedAll(AuthDbContext db, List<KeyRow> due, DateTimeOffset now, KeyNote note)
    {
        var announced = due.ConvertAll(key => Succeed(db, key, now, now + options.Value.Propagation.Value));
        if (due.Count > 0)
            note(db, null, new { Announced = announced.Select(k => new { Kid = k.Name, k.Algorithm, k.ActivatesAt }) });
    }

    private KeyRow Succeed(AuthDbContext db, KeyRow key, DateTimeOffset now, DateTimeOffset activatesAt)
    {
        key.Retire(activatesAt, options.Value.EffectiveRetention);
        return AddKey(db, key.Kind, key.Algorithm, now, activatesAt);
    }

    private KeyRow AddKey(AuthDbContext db, KeyKind kind, string algorithm, DateTimeOffset now, DateTimeOffset activatesAt)
    {
        if (kind == KeyKind.Symmetric)
            return Add(db, kind, "", RandomNumberGenerator.GetBytes(32), now, activatesAt);

        using var key = SigningKey.Create("new", algorithm);
        var pkcs8 = key.ExportPkcs8();
        var row = Add(db, kind, algorithm, pkcs8, now, activatesAt);
        CryptographicOperations.ZeroMemory(pkcs8);
        return row;
    }

    private KeyRow Add(
        AuthDbContext db, KeyKind kind, string algorithm, ReadOnlySpan<byte> secret, DateTimeOffset now,
        DateTimeOffset activatesAt)
    {
        var name = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        var row = KeyRow.Create(kind, name, algorithm, now, activatesAt);
        return db.Add(row.Holding(wrap.Wrap(secret, row.Context))).Entity;
    }

    private void Rewrap(List<KeyRow> rows)
    {
        foreach (var row in rows.Where(r => wrap.IsOutdated(r.Wrapped)))
            row.Holding(wrap.Wrap(wrap.Unwrap(row.Wrapped, row.Context), row.Context));
    }

    private void CheckCanary(List<KeyRow> rows)
    {
        if (rows.Find(r => r.Kind == KeyKind.Canary) is not { } canary)
            return;
        try
        {
            if (wrap.Unwrap(canary.Wrapped, canary.Context).AsSpan().SequenceEqual(Canary))
                return;
        }
        catch (CryptographicException e)
        {
            throw new KeyRingLockedException(e);
        }

        throw new KeyRingLockedException();
    }
}
