namespace AuthServer.Ui.Interaction;

/// <summary>
/// What the pages say. A text's key is the English text itself; the other languages stand in <c>Texts.*.resx</c> beside
/// this file, and a test fails where one is missing there or names other placeholders.
/// </summary>
public sealed class Texts
{
    private Texts()
    {
    }

    /// <summary>Marks a text that is translated later, where it is shown; only so do the tests know of it.</summary>
    public static string Later(string text) => text;
}
