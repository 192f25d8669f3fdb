namespace AuthServer.Core.Data;

/// <summary>A list that is short enough to be read whole, as the pages that every list has.</summary>
public static class WholeList
{
    /// <summary>A page of those with the text somewhere in them.</summary>
    /// <param name="all">In any order.</param>
    /// <param name="placeOf">What an item is sorted by, as text that sorts by its characters, and its id among equals.</param>
    /// <param name="textsOf">What is searched.</param>
    public static Page<T> Page<T>(
        IEnumerable<T> all, PageQuery query, Func<T, Cursor> placeOf, Func<T, IEnumerable<string?>> textsOf)
    {
        var found = all.Where(item => query.Text is not { } text || textsOf(item).Any(t => t?.Contains(text, StringComparison.OrdinalIgnoreCase) is true));
        var order = Comparer<Cursor>.Create((one, other) =>
            (query.Order.Descending ? -1 : 1) * (string.CompareOrdinal(one.Value, other.Value) is var byValue and not 0
                ? byValue
                : string.CompareOrdinal(one.Id, other.Id)));
        var rest = found.OrderBy(placeOf, order).Where(item => query.After is not { } after || order.Compare(placeOf(item), after) > 0);
        return Data.Page<T>.Of([.. rest.Take(query.Limit + 1)], query, placeOf);
    }

    /// <summary>A time as text that sorts by its characters.</summary>
    public static string TextOf(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
