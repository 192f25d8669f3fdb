namespace AuthServer.Protocol.Refusals;

/// <summary>What a client's developer needs to hear of a refusal.</summary>
/// <param name="Rule">A stable name: part, dot, rule. For instance <c>code.verifier</c>.</param>
/// <param name="Title">What is wrong, in one line.</param>
/// <param name="Paragraph">Where the rule stands: <c>RFC 7636 §4.6</c>; of our own choices also that they are.</param>
/// <param name="Says">What the rule says.</param>
/// <param name="Change">What to do about it.</param>
public sealed record Explanation(string Rule, string Title, string Paragraph, string Says, string Change);
