using System.Text;

namespace AuthServer.Core.Messaging.Texts;

/// <summary>The text part.</summary>
internal static class PlainLetter
{
    public static string Write(Letter letter)
    {
        var text = new StringBuilder();
        Paragraph(text, letter.Greeting);
        Paragraph(text, letter.Text);
        if (letter.Code is not null)
            Paragraph(text, "    " + letter.Code);
        if (letter.Works is not null)
            Paragraph(text, letter.Works);
        if (letter.Link is not null)
        {
            if (letter.OrOpen is not null)
                Paragraph(text, letter.OrOpen);
            Paragraph(text, letter.Link);
        }

        if (letter.Note is not null)
            Paragraph(text, letter.Note);
        text.Append("-- \n").Append(letter.SentBy).Append('\n');
        if (letter.Support is not null)
            text.Append(letter.Help).Append(' ').Append(letter.Support).Append('\n');
        return text.ToString();
    }

    private static void Paragraph(StringBuilder text, string paragraph) => text.Append(paragraph).Append("\n\n");
}
