namespace AuthServer.Core.Data;

/// <summary>A table of rows that are deleted when their time is over.</summary>
/// <param name="name">The table.</param>
/// <param name="due">The column, or the expression, that says when a row's time is over. It needs an index.</param>
/// <param name="only">Which rows may go at all; null: each.</param>
/// <param name="heldUntil">A column of a time until which a row stays in any case; null: there is none.</param>
internal sealed class SweptTable(string name, string due, string? only = null, string? heldUntil = null)
{
    /// <inheritdoc cref="SweptTable"/>
    public string? HeldUntil { get; } = heldUntil;

    /// <summary>
    /// Deletes what was due from $1 on and before $2, at most $3 rows, and returns when each was due; $4 is the time, where
    /// rows are held.
    /// </summary>
    /// <remarks>
    /// By an array of places: a join would read the whole table for each batch while the planner thinks that this is cheaper
    /// than as many look-ups. What is locked does not move; what moved just before is left to the next sweep.
    /// </remarks>
    public string Delete { get; } =
        $"""
        DELETE FROM {name} WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM {name} WHERE {due} >= $1 AND {due} < $2
                {(only is null ? "" : $"AND {only}")} {(heldUntil is null ? "" : $"AND coalesce({heldUntil}, $4) <= $4")}
            ORDER BY {due} LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING {due}
        """;
}
