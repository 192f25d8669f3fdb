namespace AuthServer.Ui.Interaction;

/// <summary>A browser's long description of itself in a few words, for the person's own list of sessions.</summary>
public static class DeviceName
{
    // The first that matches: browsers name those that they imitate, too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    /// <summary>In a few words; null when it says nothing that we know.</summary>
    public static string? From(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent))
            return null;
        var (browser, system) = (First(Browsers, userAgent), First(Systems, userAgent));
        return (browser, system) switch
        {
            (null, null) => null,
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? First((string Mark, string Name)[] marks, string text) =>
        marks.FirstOrDefault(m => text.Contains(m.Mark, StringComparison.Ordinal)).Name;
}
