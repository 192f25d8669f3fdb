namespace AuthServer.Core.Users;

/// <summary>What came with a right code.</summary>
/// <param name="Key">The address that it was for: whoever has another one now has proved nothing.</param>
/// <param name="TextedTo">The number that it was sent to; null: it came by mail.</param>
/// <param name="Attempt">Whoever brings it registered like this; null: nobody knows.</param>
public sealed record Proof(string Key, string? TextedTo, Guid? Attempt)
{
    /// <summary>Redacted.</summary>
    public override string ToString() => "[proof]";
}
