namespace AuthServer.Core.Data;

/// <summary>
/// Lists of rows whose ids are of their time (UUID version 7, or numbers that rise): the primary key alone is the order and
/// the place in it, and no list needs an index of its own.
/// </summary>
public static class TimeOrder
{
    /// <summary>What such lists can be sorted by: the newest first, or the other way round.</summary>
    public static string[] Orders { get; } = ["-created_at"];

    /// <summary>Goes between the id and the last one of the page before.</summary>
    public static string Than(this PageQuery query) => query.Order.Descending ? "<" : ">";

    /// <summary>Goes after ORDER BY and the id.</summary>
    public static string Direction(this PageQuery query) => query.Order.Descending ? "DESC" : "ASC";

    /// <summary>The id that the page before ended with; null: from the beginning.</summary>
    public static Guid? AfterId(this PageQuery query) => Guid.TryParse(query.After?.Id, out var id) ? id : null;

    /// <summary>The number that the page before ended with; null: from the beginning.</summary>
    public static long? AfterNumber(this PageQuery query) => long.TryParse(query.After?.Id, out var number) ? number : null;

    /// <summary>A page of such rows.</summary>
    /// <param name="rows">At most <c>query.Limit + 1</c>.</param>
    public static Page<T> PageOf<T>(this PageQuery query, IReadOnlyList<T> rows, Func<T, string> idOf) =>
        Page<T>.Of(rows, query, row => new Cursor("", idOf(row)));
}
