namespace AuthServer.Core.Declarations;

/// <summary>What applying did.</summary>
/// <param name="Applied">Objects that were made or changed.</param>
/// <param name="Drift">Objects where the database differs from their applied form, and wins.</param>
public sealed record DeclarationOutcome(IReadOnlyList<string> Applied, IReadOnlyList<string> Drift);
