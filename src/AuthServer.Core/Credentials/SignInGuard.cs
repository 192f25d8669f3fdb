using System.Diagnostics;
using System.Security.Cryptography;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Counts wrong passwords by address, whether or not somebody has it, before they are checked: of however many at once no
/// more are checked than may be wrong. Counted in the database: for all nodes, over restarts. A device that the owner is
/// known by counts apart, and whoever shares its address on the network does not matter, so that nobody else can lock the
/// owner out there.
/// </summary>
public sealed class SignInGuard
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly GuardBucketStore _buckets;
    private readonly KnownDevices _devices;
    private readonly ISenderLimit _sender;
    private readonly LockoutOptions _options;
    private readonly TimeProvider _clock;
    private readonly GuardQueue _queue;

    internal SignInGuard(
        GuardBucketStore buckets, KnownDevices devices, ISenderLimit sender, IOptions<LockoutOptions> options,
        TimeProvider clock)
    {
        (_buckets, _devices, _sender, _options, _clock) = (buckets, devices, sender, options.Value, clock);
        _queue = new GuardQueue(_options.Threshold);
    }

    /// <summary>Asks whether a password may be checked; waits a while for others that are being checked.</summary>
    /// <param name="addressKey"><see cref="Users.EmailAddress.Key"/>; null: what was typed is no address.</param>
    /// <param name="deviceMarks">What the browser keeps from <see cref="KnownDevices.AddTo"/>.</param>
    public async Task<Admission> AdmitAsync(string? addressKey, string? deviceMarks, CancellationToken ct)
    {
        var device = addressKey is null ? null : await _devices.FindAsync(addressKey, deviceMarks, ct);
        if (device is null && _sender.Wait is { } wait)
            return new Admission.Throttled(wait);
        if (addressKey is null)
            return new Admission.Admitted(new SignInTicket(Guid.Empty, null, null));

        var admission = await AdmitAsync(GuardKey.Of(addressKey, device), addressKey, ct);
        // Going on at a locked address is guessing, too.
        if (device is null && admission is Admission.Locked)
            _sender.Failed();
        return admission;
    }

    /// <summary>The password was right: what was wrong before is forgotten.</summary>
    public async Task SucceededAsync(SignInTicket ticket, CancellationToken ct)
    {
        try
        {
            if (ticket.Key is { } key)
                await _buckets.SucceededAsync(key, ticket.Id, ct);
        }
        finally
        {
            ticket.Place?.Dispose();
        }
    }

    /// <summary>The same, in one transaction with what the batch holds.</summary>
    /// <param name="batch">
    /// Carried out by the caller, soon: until then the ticket counts. Everybody locks rows of users, of devices and of the guard in
    /// this order.
    /// </param>
    public static void Succeeded(NpgsqlBatch batch, SignInTicket ticket)
    {
        if (ticket.Key is { } key)
            batch.BatchCommands.Add(GuardBucketStore.Succeeded(key, ticket.Id));
    }

    /// <summary>The password was wrong.</summary>
    /// <param name="userId">Whose it was not; null: nobody has the address.</param>
    public Task FailedAsync(SignInTicket ticket, Guid? userId, CancellationToken ct)
    {
        if (ticket.Key is not { IsKnownDevice: true })
            _sender.Failed();
        var now = _clock.GetUtcNow();
        var told = new AuditEvent(Actor.Nobody, AuditActions.SignInLocked, AuditTargets.User, $"{userId}") { Person = userId };
        return EndAsync(ticket, bucket => bucket.At(now, _options.Duration).Failed(ticket.Id, now, _options), told, ct);
    }

    /// <summary>It was not checked.</summary>
    public Task ReleasedAsync(SignInTicket ticket, CancellationToken ct) =>
        EndAsync(ticket, bucket => bucket.Without(ticket.Id), null, ct);

    /// <summary>Forgets all that was wrong, for every device, in the transaction open there.</summary>
    public static Task UnlockAsync(NpgsqlConnection connection, string addressKey, CancellationToken ct) =>
        GuardBucketStore.DeleteAsync(connection, GuardKey.Hash(addressKey), ct);

    /// <summary>Until when no password is looked at for this address, but from devices that its owner is known by.</summary>
    /// <returns>Null: they are.</returns>
    public static Task<DateTimeOffset?> LockedUntilAsync(
        NpgsqlConnection connection, string addressKey, DateTimeOffset now, CancellationToken ct) =>
        GuardBucketStore.LockedUntilAsync(connection, GuardKey.Of(addressKey, null), now, ct);

    /// <summary>Deletes counts that no longer matter.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) => _buckets.SweepAsync(
        sweep, GuardBucket.Rest > _options.Duration ? GuardBucket.Rest : _options.Duration.Value, _clock.GetUtcNow(), ct);

    private async Task<Admission> AdmitAsync(GuardKey key, string addressKey, CancellationToken ct)
    {
        var waited = Stopwatch.StartNew();
        if (await _queue.EnterAsync(key, Patience, ct) is not { } place)
            return new Admission.Busy();

        Admission? admission = null;
        try
        {
            // Other nodes may have as many at work as there may be.
            while ((admission = await TryAsync(key, addressKey, place)) is null && waited.Elapsed < Patience)
                await Task.Delay(RandomNumberGenerator.GetInt32(20, 80), ct);
            return admission ?? new Admission.Busy();
        }
        finally
        {
            if (admission is not Admission.Admitted)
                place.Dispose();
        }
    }

    // Not to be broken off: a ticket that is written down and that nobody holds would block a place for a minute.
    private async Task<Admission?> TryAsync(GuardKey key, string addressKey, IDisposable place)
    {
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var (begun, stored) = await _buckets.TryBeginAsync(key, addressKey, id, now, CancellationToken.None);
        var admitted = new Admission.Admitted(new SignInTicket(id, key, place) { Stored = stored });
        if (begun)
            return admitted;

        Admission? admission = null;
        await _buckets.ChangeAsync(
            key, now,
            stored =>
            {
                var bucket = stored.At(now, _options.Duration);
                if (bucket.LockedUntil is { } until)
                    admission = new Admission.Locked(until);
                if (!bucket.HasRoom(_options.Threshold))
                    return null;
                admission = admitted;
                return bucket.With(id);
            },
            null,
            CancellationToken.None);
        return admission;
    }

    private async Task EndAsync(SignInTicket ticket, Func<GuardBucket, GuardBucket> end, AuditEvent? onLock, CancellationToken ct)
    {
        try
        {
            if (ticket.Key is { } key)
                await _buckets.ChangeAsync(key, _clock.GetUtcNow(), end, onLock, ct);
        }
        finally
        {
            ticket.Place?.Dispose();
        }
    }
}
