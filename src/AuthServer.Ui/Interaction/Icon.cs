using System.Collections.Frozen;
using Microsoft.AspNetCore.Html;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// Drawings of one hand: 24 by 24, 1.8 wide, round ends. Inline, because a strict policy lets no page fetch a sprite into
/// itself.
/// </summary>
public static class Icon
{
    private static readonly FrozenDictionary<string, HtmlString> All = new Dictionary<string, string>
    {
        ["alert"] =
            """<path d="M12 4 2.8 19.5h18.4z M12 10v4.2 M12 17v.1" />""",
        ["app"] =
            """<rect x="4" y="4" width="7" height="7" rx="2" /><rect x="13.5" y="4" width="6.5" height="6.5" rx="2" /><rect x="4" y="13.5" width="6.5" height="6.5" rx="2" /><path d="M17 13.7v6.6 M13.7 17h6.6" />""",
        ["bolt"] =
            """<path d="M13 3 5 13.5h5.5L10 21l8-10.5h-5.5z" />""",
        ["book"] =
            """<path d="M5 4.5A1.5 1.5 0 0 1 6.5 3H19v18H6.5A1.5 1.5 0 0 1 5 19.5z M5 17.5h14 M9 7.5h6 M9 11h4" />""",
        ["brush"] =
            """<path d="M13.5 14.5 20 4.5 9.5 10.5 M13.5 14.5l-4-4 M9.5 10.5c-3.5.3-4 3-4.3 5.2-.2 1.6-1 2.6-1.7 3.3 3.5 1 9.5.5 10-4.5" />""",
        ["check"] =
            """<path d="m5 12.5 4.5 4.5L19 7.5" />""",
        ["hand"] =
            """<path d="m4 12.5 3.5 3.5 6-7 M11 14.6l1.5 1.4 7-8" />""",
        ["home"] =
            """<path d="M4 11 12 4l8 7 M6 9.5V19.5h12V9.5 M10 19.5v-5.5h4v5.5" />""",
        ["key"] =
            """<circle cx="8" cy="15" r="4.5" /><path d="m11.3 11.7 8.2-8.2 M16.3 6.7l3 3 M13.6 9.4l2 2" />""",
        ["link"] =
            """<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1.5 1.5 M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1.5-1.5" />""",
        ["list"] =
            """<path d="M9 6.5h11 M9 12h11 M9 17.5h11 M4.5 6.5v.1 M4.5 12v.1 M4.5 17.5v.1" />""",
        ["mail"] =
            """<rect x="3" y="5" width="18" height="14" rx="2.5" /><path d="m3.5 7.5 8.5 6 8.5-6" />""",
        ["menu"] =
            """<path d="M4 7h16 M4 12h16 M4 17h16" />""",
        ["out"] =
            """<path d="M10 4H6a1.5 1.5 0 0 0-1.5 1.5v13A1.5 1.5 0 0 0 6 20h4 M15 8l4 4-4 4 M19 12H10" />""",
        ["person"] =
            """<circle cx="12" cy="8" r="4" /><path d="M4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6" />""",
        ["phone"] =
            """<path d="M5 4h3.5l1.7 4.5-2.2 1.7a12 12 0 0 0 5.8 5.8l1.7-2.2L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A16 16 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z" />""",
        ["pin"] =
            """<path d="M12 21s6.5-5.7 6.5-11a6.5 6.5 0 0 0-13 0c0 5.3 6.5 11 6.5 11z" /><circle cx="12" cy="10" r="2.3" />""",
        ["plus"] =
            """<path d="M12 5v14 M5 12h14" />""",
        ["screen"] =
            """<rect x="3" y="4.5" width="18" height="12" rx="2" /><path d="M9 20h6 M12 16.5V20" />""",
        ["search"] =
            """<circle cx="10.5" cy="10.5" r="6.5" /><path d="m15.5 15.5 5 5" />""",
        ["shield"] =
            """<path d="M12 3 4.5 6v6c0 4.5 3.2 7.6 7.5 9 4.3-1.4 7.5-4.5 7.5-9V6z M9 12l2.2 2.200L15.3 10" />""",
        ["sliders"] =
            """<path d="M4 7h9 M18 7h2 M4 17h2 M11 17h9" /><circle cx="15.5" cy="7" r="2.3" /><circle cx="8.5" cy="17" r="2.3" />""",
        ["stop"] =
            """<circle cx="12" cy="12" r="8.5" /><path d="m6 6 12 12" />""",
        ["tag"] =
            """<path d="M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5z M8.3 8.3v.1" />""",
        ["ticket"] =
            """<path d="M3.5 9V6.5h17V9a3 3 0 0 0 0 6v2.5h-17V15a3 3 0 0 0 0-6z M14.5 6.5v2 M14.5 11v2 M14.5 15.5v2" />""",
        ["time"] =
            """<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />""",
    }.ToFrozenDictionary(i => i.Key, i => Draw(i.Value));

    /// <summary>The one of this name, for the eye alone: screen readers pass over it.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static HtmlString Of(string name) => All[name];

    private static HtmlString Draw(string shapes) => new HtmlString(
        $"""
         <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shapes}</svg>
         """);
}
