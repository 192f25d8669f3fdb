namespace AuthServer.Ui.Desk;

/// <summary>A state, as a badge.</summary>
/// <param name="Text">In the person's language.</param>
/// <param name="Tone"><c>good</c>, <c>warn</c>, <c>bad</c>, or null: neither.</param>
internal sealed record Pill(string Text, string? Tone = null);
