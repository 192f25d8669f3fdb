using System.Text.Encodings.Web;

namespace AuthServer.Core.Messaging.Texts;

/// <summary>
/// The HTML part: tables and inline styles, because that is what mail programs read, and the dark scheme for those that know
/// it. Nothing is loaded from anywhere: an image would tell who reads when. Lines stay short, so that they travel whole.
/// </summary>
internal static class HtmlLetter
{
    private const string Style =
        """
        <style>
        :root { color-scheme: light dark; supported-color-schemes: light dark; }
        @media (prefers-color-scheme: dark) {
          .page { background: #0e1116 !important; }
          .card { background: #161b22 !important; border-color: #2a313c !important; }
          .text { color: #e8ebf0 !important; }
          .quiet { color: #9aa4b2 !important; }
          .code { background: #1c222b !important; border-color: #2a313c !important; color: #e8ebf0 !important; }
        }
        @media (max-width: 480px) {
          .outer { padding: 16px 8px !important; }
          .inner { padding: 20px !important; }
        }
        </style>
        """;

    private const string Font = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

    public static string Write(Letter letter)
    {
        var button = ButtonColour.Of(letter.Brand.AccentColor);
        return $"""
            <!doctype html>
            <html lang="{letter.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>{Encode(letter.Subject)}</title>
            {Style}
            </head>
            <body class="page" style="margin: 0; background: #f6f7f9">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"
              class="page" style="background: #f6f7f9"><tr>
            <td align="center" class="outer" style="padding: 32px 16px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"
              style="max-width: 480px; {Font}">
            <tr><td class="text" dir="auto" style="padding: 0 0 16px; font-size: 16px;
              font-weight: 600; color: #14181f">
            <span style="display: inline-block; width: 12px; height: 12px; margin: 0 8px 0 0;
              border-radius: 4px; background: {button.Fill}"></span>{Encode(letter.Brand.Name)}</td></tr>
            <tr><td class="card inner" style="padding: 28px; background: #fff;
              border: 1px solid #e3e6ea; border-radius: 14px">
            <h1 class="text" style="margin: 0 0 16px; font-size: 22px; line-height: 1.3;
              color: #14181f">{Encode(letter.Subject)}</h1>
            {Paragraph(letter.Greeting)}
            {Paragraph(letter.Text)}
            {Code(letter)}{Button(letter, button)}{Quiet(letter.Note)}</td></tr>
            <tr><td class="quiet" dir="auto" style="padding: 16px 4px; font-size: 13px; line-height: 1.5;
              color: #5a6472">{Encode(letter.SentBy)}{Help(letter)}</td></tr>
            </table>
            </td></tr></table>
            </body>
            </html>
            """;
    }

    private static string Paragraph(string text) =>
        $"""
        <p class="text" dir="auto" style="margin: 0 0 16px; font-size: 16px; line-height: 1.5;
          color: #14181f; overflow-wrap: anywhere">{Encode(text)}</p>
        """;

    private static string Quiet(string? text) => text is null ? "" :
        $"""
        <p class="quiet" style="margin: 0; font-size: 14px; line-height: 1.5;
          color: #5a6472">{Encode(text)}</p>

        """;

    private static string Code(Letter letter) => letter.Code is null ? "" :
        $"""
        <p class="code" style="margin: 0 0 16px; padding: 14px 0 14px 8px; text-align: center;
          font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 30px; font-weight: 600;
          letter-spacing: 8px; color: #14181f; background: #fafbfc; border: 1px solid #e3e6ea;
          border-radius: 10px">{Encode(letter.Code)}</p>
        {Quiet(letter.Works).Replace("margin: 0;", "margin: 0 0 20px;", StringComparison.Ordinal)}
        """;

    private static string Button(Letter letter, ButtonColour colour) => letter.Link is null || letter.Button is null ? "" :
        $"""
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"
          style="margin: 0 0 20px"><tr>
        <td align="center" style="border-radius: 10px; border: 1px solid #868f9c; background: {colour.Fill}">
        <a href="{Encode(letter.Link)}"
          style="display: block; padding: 12px 16px; font-size: 16px; font-weight: 600;
          text-decoration: none; color: {colour.Text}">{Encode(letter.Button)}</a></td></tr></table>

        """;

    private static string Help(Letter letter) => letter.Support is null ? "" :
        $"""
        <br><a href="{Encode(letter.Support)}" class="quiet" style="color: #5a6472">{Encode(letter.Help)}</a>
        """;

    private static string Encode(string text) => Encoder.Encode(text);

    // Letters of all languages as they are; what means something to HTML never.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
}
