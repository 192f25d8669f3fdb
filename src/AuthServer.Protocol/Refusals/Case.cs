namespace AuthServer.Protocol.Refusals;

/// <summary>An explanation, and the errors that it explains.</summary>
internal sealed class Case(string rule, string title, string paragraph, string says, string change, params string[] words)
{
    public Explanation Explanation { get; } = new(rule, title, paragraph, says, change);

    /// <summary>What such an error gives as its reason, or else as its description; an asterisk stands for anything.</summary>
    public IReadOnlyList<string> Words => words;
}
