namespace AuthServer.Core.Declarations;

/// <summary>What reading the files gave.</summary>
/// <param name="Set">Use it only when there are no errors.</param>
/// <param name="Errors">Every one that was found.</param>
public sealed record DeclarationReading(DeclarationSet Set, IReadOnlyList<DeclarationError> Errors)
{
    /// <summary>Whether all of it could be read, be it wrong: what objects name is judged by objects, not by what nobody could read.</summary>
    internal bool IsWhole => Errors.All(e => e.Path.Length > 0);

    /// <summary>All errors, one a line; null when there are none.</summary>
    public string? Problem => Errors.Count == 0 ? null : string.Join(Environment.NewLine, Errors);
}
