namespace AuthServer.Core.Data;

/// <summary>Which piece of a list is asked for.</summary>
/// <param name="Text">What to search for; null: nothing.</param>
/// <param name="Order">One of the orders that the list knows.</param>
/// <param name="After">Where the last page ended; null: from the beginning.</param>
/// <param name="Limit">How many, 1 to 200.</param>
public sealed record PageQuery(string? Text, ListOrder Order, Cursor? After, int Limit)
{
    /// <summary>When none is asked for.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most that is given at once.</summary>
    public const int MaxLimit = 200;

    /// <summary>Longest text, in characters.</summary>
    public const int MaxTextLength = 200;

    /// <summary>The text with the signs that LIKE takes for more than themselves made harmless.</summary>
    public string? LikeText => Text?.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}

/// <summary>How a list is sorted.</summary>
/// <param name="Member">As the API names it.</param>
/// <param name="Descending">The last first; written with a minus before the member.</param>
public sealed record ListOrder(string Member, bool Descending)
{
    /// <summary>Reads <c>created_at</c> or <c>-created_at</c>.</summary>
    public static ListOrder Parse(string text) => text.StartsWith('-') ? new(text[1..], true) : new(text, false);

    /// <inheritdoc/>
    public override string ToString() => Descending ? "-" + Member : Member;
}
