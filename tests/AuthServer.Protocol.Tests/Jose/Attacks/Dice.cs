namespace AuthServer.Protocol.Tests.Jose.Attacks;

/// <summary>Numbers that look random and are the same in every run: a failure comes again (xorshift64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From zero to below <paramref name="end"/>.</summary>
    public int Below(int end)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)end);
    }

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
