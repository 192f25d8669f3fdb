using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>
/// Documents at addresses that clients named, read and in memory: fetched once however many wait, as fresh as their host
/// wishes within limits, and kept for a while when the host cannot be reached. Of bounded number; safe for many threads.
/// </summary>
/// <typeparam name="T">What a document is read as.</typeparam>
/// <param name="outbound">The way there.</param>
/// <param name="read">Reads one; null when it is no such document, which counts as unreachable.</param>
/// <param name="clock">The time.</param>
public sealed class RemoteDocuments<T>(IOutbound outbound, Func<OutboundDocument, T?> read, TimeProvider clock)
    where T : class
{
    /// <summary>Least and most that a host's wish counts, and what counts without one. Chosen.</summary>
    public static readonly TimeSpan MinLife = TimeSpan.FromMinutes(1), MaxLife = TimeSpan.FromDays(1), Life = TimeSpan.FromMinutes(10);

    /// <summary>How long a document is still served whose host does not answer. Chosen.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>How soon a fetch that failed is tried again. Chosen.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>How often an address is asked for something newer than what is fresh. Chosen.</summary>
    public static readonly TimeSpan NewerAfter = TimeSpan.FromSeconds(30);

    /// <summary>Half of the most that is kept: what nobody asked for during one generation goes.</summary>
    private const int Generation = 500;

    private readonly Lock _lock = new();
    private Dictionary<string, Task<Fetched>> _young = new(StringComparer.Ordinal);
    private Dictionary<string, Task<Fetched>> _old = new(StringComparer.Ordinal);

    /// <summary>The document, from memory as a rule.</summary>
    /// <returns>Null when it cannot be fetched or read, and could not lately.</returns>
    public Task<T?> FindAsync(string url, CancellationToken ct) => FindAsync(url, f => f.FreshUntil, ct);

    /// <summary>The document fetched anew, unless that was done a moment ago.</summary>
    /// <returns>As <see cref="FindAsync(string, CancellationToken)"/>.</returns>
    public Task<T?> FindNewerAsync(string url, CancellationToken ct) =>
        FindAsync(url, f => Earlier(f.FreshUntil, f.FetchedAt + NewerAfter), ct);

    private async Task<T?> FindAsync(string url, Func<Fetched, DateTimeOffset> until, CancellationToken ct) =>
        // One caller who goes away must not take the fetch from the others: it hears no cancellation.
        (await FetchOrFind(url, until).WaitAsync(ct)).Document;

    private Task<Fetched> FetchOrFind(string url, Func<Fetched, DateTimeOffset> until)
    {
        lock (_lock)
        {
            var known = _young.GetValueOrDefault(url) ?? _old.GetValueOrDefault(url);
            if (known is null || IsOver(known, until))
                known = FetchAsync(url, known is { IsCompletedSuccessfully: true } ? known.Result : null);
            if (_young.Count >= Generation && !_young.ContainsKey(url))
                (_old, _young) = (_young, new(StringComparer.Ordinal));
            return _young[url] = known;
        }
    }

    private bool IsOver(Task<Fetched> fetch, Func<Fetched, DateTimeOffset> until) =>
        fetch.IsCompleted && (!fetch.IsCompletedSuccessfully || until(fetch.Result) <= clock.GetUtcNow());

    private async Task<Fetched> FetchAsync(string url, Fetched? before)
    {
        await Task.Yield(); // out of the lock
        var answer = await outbound.GetAsync(url, CancellationToken.None);
        var document = answer is null ? null : read(answer);
        var now = clock.GetUtcNow();
        if (document is null)
        {
            return before?.KeptUntil > now
                ? before with { FetchedAt = now, FreshUntil = now + RetryAfter }
                : new Fetched(null, now, now + RetryAfter, now);
        }

        var life = TimeSpan.FromTicks(Math.Clamp((answer!.MaxAge ?? Life).Ticks, MinLife.Ticks, MaxLife.Ticks)); // it was read
        return new Fetched(document, now, now + life, now + life + Grace);
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private sealed record Fetched(T? Document, DateTimeOffset FetchedAt, DateTimeOffset FreshUntil, DateTimeOffset KeptUntil);
}
