using System.Globalization;
using System.Text;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Somebody who sends.</summary>
internal sealed record Mailbox(string Address, string? Name);

/// <summary>
/// A mail as bytes (RFC 5322, MIME): text and HTML, the same content in both. The same message gives the same bytes.
/// </summary>
internal static class MailContent
{
    /// <param name="to">Bare, on a line of its own that is never folded.</param>
    /// <param name="domain">The right half of the Message-ID.</param>
    public static byte[] Build(Mailbox from, string to, OutgoingMessage message, string domain, MailEncoding encoding)
    {
        var id = message.Id.ToString("N");
        var mail = new StringBuilder(8192);
        Header(mail, "Date", Date(message.At));
        Header(mail, "From", from.Name is { Length: > 0 } name ? $"{HeaderText.Phrase(name)} <{from.Address}>" : from.Address);
        Header(mail, "To", to);
        Header(mail, "Subject", HeaderText.Encode(message.Content.Subject));
        Header(mail, "Message-ID", $"<{id}@{domain}>");
        Header(mail, "Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office reply, please
        Header(mail, "MIME-Version", "1.0");
        Header(mail, "Content-Type", $"multipart/alternative;\r\n boundary=\"=_{id}\"");
        mail.Append("\r\n");
        Part(mail, id, "text/plain", message.Content.Text, encoding);
        if (message.Content.Html is { } html)
            Part(mail, id, "text/html", html, encoding);
        mail.Append("--=_").Append(id).Append("--\r\n");
        return Encoding.UTF8.GetBytes(mail.ToString());
    }

    private static void Part(StringBuilder mail, string id, string type, string body, MailEncoding encoding)
    {
        var name = encoding == MailEncoding.EightBit ? "8bit" : "quoted-printable";
        mail.Append("--=_").Append(id).Append("\r\nContent-Type: ").Append(type)
            .Append("; charset=utf-8\r\nContent-Transfer-Encoding: ").Append(name).Append("\r\n\r\n");
        foreach (var line in body.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            mail.Append(encoding == MailEncoding.EightBit ? line : QuotedPrintable.Encode(line)).Append("\r\n");
    }

    /// <summary>No value can begin another header: what ends a line is refused here, wherever it came from.</summary>
    private static void Header(StringBuilder mail, string name, string value)
    {
        if (value.Replace("\r\n ", "", StringComparison.Ordinal).AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            throw new FormatException("A header holds one line.");
        mail.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static string Date(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
