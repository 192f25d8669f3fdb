using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace AuthServer.Ui.Desk;

/// <summary>How times and numbers are written, in the person's language.</summary>
internal static class Shown
{
    private static CultureInfo Language => CultureInfo.CurrentUICulture;

    /// <summary>To the minute; the whole of it for whoever points at it. A dash where there is none.</summary>
    public static IHtmlContent Time(DateTimeOffset? time)
    {
        if (time is not { } at)
            return new HtmlString("<span class=\"muted\">–</span>");
        var tag = new TagBuilder("time");
        tag.Attributes["datetime"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        tag.Attributes["title"] = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        tag.InnerHtml.Append(at.UtcDateTime.ToString("d MMM yyyy, HH:mm", Language));
        return tag;
    }

    /// <summary>With the separators of the language.</summary>
    public static string Number(long number) => number.ToString("N0", Language);

    /// <summary>A day without its year.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM", Language);

    /// <summary>A member of an enumeration as programs write it: <c>verify_email</c>.</summary>
    public static string Word<T>(T member)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    /// <summary>The last signs of an id: enough to tell it from its neighbours.</summary>
    public static string Short(Guid id) => id.ToString("N")[^8..];
}
