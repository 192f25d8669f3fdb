namespace AuthServer.Ui.Desk;

/// <summary>
/// A button that asks once more before its form is sent, in a panel that opens without script. Browsers that know no such
/// panels show it in its place.
/// </summary>
/// <param name="Handler">Of the page that the button stands on.</param>
/// <param name="Button">What it says.</param>
/// <param name="Title">What is asked.</param>
/// <param name="Text">What will happen.</param>
internal sealed record Confirm(string Handler, string Button, string Title, string Text)
{
    /// <summary>Whether it takes something away.</summary>
    public bool IsDanger { get; init; } = true;

    /// <summary>What must be typed before; null: nothing.</summary>
    public string? Typed { get; init; }

    /// <summary>Whether a reason can be given, for the audit log.</summary>
    public bool AsksReason { get; init; }

    /// <summary>Sent along.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>A smaller button, for rows of lists.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Tells it from others of its handler on the page.</summary>
    public string Id => "ask-" + string.Join('-', Fields.Values.Prepend(Handler)).ToLowerInvariant();
}
