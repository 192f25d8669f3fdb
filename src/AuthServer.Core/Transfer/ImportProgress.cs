namespace AuthServer.Core.Transfer;

/// <summary>How far an import has come.</summary>
/// <param name="Line">The last line that is settled: whatever happens, an import that goes on begins after it.</param>
/// <param name="Created">Accounts made so far.</param>
/// <param name="Existing">Lines whose address or id somebody has already; those accounts stay as they are.</param>
/// <param name="Refused">Lines that were refused.</param>
public sealed record ImportProgress(long Line, long Created, long Existing, long Refused)
{
    /// <summary>Lines that were refused since the last report, and why.</summary>
    public IReadOnlyList<RefusedLine> RefusedLines { get; init; } = [];
}

/// <summary>A line that was refused.</summary>
/// <param name="Line">From 1.</param>
public sealed record RefusedLine(long Line, IReadOnlyList<ImportProblem> Problems);
