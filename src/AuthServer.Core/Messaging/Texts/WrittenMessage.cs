namespace AuthServer.Core.Messaging.Texts;

/// <summary>What a message says.</summary>
/// <param name="Sender">The brand.</param>
/// <param name="Subject">One line; empty for a text message.</param>
/// <param name="Html">Null for a text message.</param>
internal sealed record WrittenMessage(string Sender, string Subject, string Text, string? Html)
{
    public override string ToString() => Subject;
}
