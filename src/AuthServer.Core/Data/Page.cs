namespace AuthServer.Core.Data;

/// <summary>A piece of a list.</summary>
/// <param name="NextCursor">Where the next one begins; null: this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Of one row more than was asked for, if there are as many.</summary>
    /// <param name="rows">At most <c>query.Limit + 1</c>.</param>
    /// <param name="cursorOf">Where the page after a row begins.</param>
#pragma warning disable CA1000 // its type is always told by the rows
    public static Page<T> Of(IReadOnlyList<T> rows, PageQuery query, Func<T, Cursor> cursorOf) =>
        rows.Count <= query.Limit
            ? new Page<T>(rows, null)
            : new Page<T>([.. rows.Take(query.Limit)], cursorOf(rows[query.Limit - 1]).Write(query.Order));
#pragma warning restore CA1000

    /// <summary>The same with other items.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], NextCursor);
}
