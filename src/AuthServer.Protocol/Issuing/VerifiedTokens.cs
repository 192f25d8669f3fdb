using System.Collections.Concurrent;

namespace AuthServer.Protocol.Issuing;

/// <summary>
/// Access tokens whose signature was checked here before: checking one costs as much as fifty look-ups. What is in here
/// is genuine and nothing more; whoever finds it still asks whether it has expired or was revoked.
/// </summary>
/// <remarks>Bounded by two generations: what nobody asked for while the young one filled up goes with the old one.
/// Everything goes when the ring changes, as a key may have been taken out of it.</remarks>
public sealed class VerifiedTokens
{
    /// <summary>Half of the most that is held, some 2 KB each. Chosen: the tokens that a busy API sees in a minute.</summary>
    private const int GenerationSize = 20_000;

    private volatile Generations _now = new(null);

    /// <summary>The token of this text.</summary>
    /// <param name="ring">The ring's keys as they are now; compared by reference.</param>
    /// <returns>Null when it was not seen under these keys.</returns>
    public AccessToken? Find(string text, object ring)
    {
        var now = _now;
        if (!ReferenceEquals(now.Ring, ring))
            return null;
        if (now.Young.TryGetValue(text, out var token))
            return token;
        if (!now.Old.TryGetValue(text, out token))
            return null;
        Keep(text, token, ring);
        return token;
    }

    /// <summary>Remembers a token that was verified under these keys.</summary>
    public void Keep(string text, AccessToken token, object ring)
    {
        var now = _now;
        // Two threads may both begin a generation; one of the two is forgotten early, which costs a signature each.
        if (!ReferenceEquals(now.Ring, ring))
            _now = now = new Generations(ring);
        else if (Interlocked.Increment(ref now.Count) > GenerationSize)
            _now = now = new Generations(ring) { Old = now.Young };
        now.Young[text] = token;
    }

    private sealed class Generations(object? ring)
    {
        public int Count;

        public object? Ring { get; } = ring;

        public ConcurrentDictionary<string, AccessToken> Young { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, AccessToken> Old { get; init; } = new(StringComparer.Ordinal);
    }
}
