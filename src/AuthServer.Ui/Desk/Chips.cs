namespace AuthServer.Ui.Desk;

/// <summary>The values of a filter, as links.</summary>
/// <param name="Filter">The parameter of the list.</param>
/// <param name="Choices">Value and text; the value null: all.</param>
internal sealed record Chips(DeskList List, string Filter, IReadOnlyList<Chip> Choices);

/// <param name="Text">In the person's language.</param>
internal sealed record Chip(string? Value, string Text);
