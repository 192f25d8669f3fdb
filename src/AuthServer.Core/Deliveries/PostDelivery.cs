using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Deliveries;

/// <summary>
/// Sends what other servers are owed: at once when somebody rings, and whatever else is due at every sweep. Every node may;
/// nothing waits for it.
/// </summary>
internal sealed class PostDelivery<TPost>
    where TPost : LeasedPost
{
    /// <summary>The longest that sending one takes, and what comes around it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int AtOnce = 16;

    private readonly OwedPosts<TPost> _owed;
    private readonly Func<TPost, CancellationToken, Task<PostAnswer>> _send;
    private readonly PostLog _log;
    private readonly TimeProvider _clock;
    private readonly DeliveryLoop _loop;

    /// <param name="owed">What there is to send.</param>
    /// <param name="send">Sends one, within <see cref="Patience"/>.</param>
    /// <param name="log">Counts, and tells, what becomes of them.</param>
    public PostDelivery(
        OwedPosts<TPost> owed, Func<TPost, CancellationToken, Task<PostAnswer>> send, PostLog log, TimeProvider clock)
    {
        (_owed, _send, _log, _clock) = (owed, send, log, clock);
        _loop = new DeliveryLoop(BeginAsync, () => ValueTask.CompletedTask);
    }

    /// <summary>So long is one worth sending.</summary>
    public required TimeSpan MaxAge { get; init; }

    /// <summary>Something may be due.</summary>
    public void Ring() => _loop.Ring();

    /// <summary>Sends whatever is due, until told to stop; what is on its way then is finished first.</summary>
    public Task RunAsync(CancellationToken stopping) => _loop.RunAsync(stopping);

    private async Task<IReadOnlyList<Task>> BeginAsync(int running, CancellationToken stopping)
    {
        if (running >= AtOnce)
            return [];
        try
        {
            var due = await _owed.ClaimAsync(AtOnce - running, Patience, stopping);
            return [.. due.Select(post => Task.Run(() => DeliverAsync(post, stopping), CancellationToken.None))];
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // The next ring asks again.
            if (!stopping.IsCancellationRequested)
                _log.Unreadable(DatabaseFault.ReasonOf(fault));
            return [];
        }
    }

    private async Task DeliverAsync(TPost post, CancellationToken stopping)
    {
        var answer = await SendAsync(post, stopping);
        switch (answer?.Outcome)
        {
            case null:
                await MarkAsync(post, DeliveryState.Owed, _clock.GetUtcNow(), null);
                break;
            case SendOutcome.Delivered:
                _log.Delivered();
                await MarkAsync(post, DeliveryState.Delivered, _clock.GetUtcNow(), answer);
                break;
            case SendOutcome.Refused:
                await GiveUpAsync(post, answer);
                break;
            case SendOutcome.Deferred:
                await RetryAsync(post, answer);
                break;
            case SendOutcome.Unreachable:
                await RetryAsync(post, answer);
                await LeaveAloneAsync(post);
                break;
        }
    }

    /// <summary>Null: we are stopping, and it may not have been sent.</summary>
    private async Task<PostAnswer?> SendAsync(TPost post, CancellationToken stopping)
    {
        try
        {
            return await _send(post, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        // One that nobody can handle must not stop the others.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _log.Unexpected(post, fault);
            return new PostAnswer(new SendOutcome.Deferred("unexpected " + fault.GetType().Name));
        }
    }

    private Task<bool> RetryAsync(TPost post, PostAnswer answer)
    {
        if (_clock.GetUtcNow() - post.Lease.CreatedAt > MaxAge)
            return GiveUpAsync(post, answer);
        _log.Retried(post, answer.Reason);
        return MarkAsync(post, DeliveryState.Owed, _clock.GetUtcNow() + RetryRule.Pause(post.Lease.Attempts), answer);
    }

    private Task<bool> GiveUpAsync(TPost post, PostAnswer answer)
    {
        _log.Dead(post, answer.Reason);
        return MarkAsync(post, DeliveryState.Dead, _clock.GetUtcNow(), answer);
    }

    private Task<bool> LeaveAloneAsync(TPost post)
    {
        var until = _clock.GetUtcNow() + RetryRule.Suspension(post.Lease.Attempts);
        return LeasedMark.WriteAsync(post.Lease.Until, _clock, async ct =>
        {
            await _owed.LeaveAloneAsync(post.Receiver, until, ct);
            return true;
        });
    }

    // A mark that comes too late loses nothing: whoever has the lease now sends it once more, under the same id.
    private Task<bool> MarkAsync(TPost post, DeliveryState state, DateTimeOffset at, PostAnswer? answer) =>
        LeasedMark.WriteAsync(post.Lease.Until, _clock, ct => _owed.MarkAsync(post.Lease, state, at, answer, ct));
}
