using System.Globalization;

namespace AuthServer.Ui.Interaction;

/// <summary>The languages that the pages speak, and the one that this request is answered in.</summary>
public static class Languages
{
    /// <summary>Language tags (BCP 47), the first for whoever asks for none of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["en", "de", "fr", "es"];

    /// <summary>Of this request.</summary>
    public static string Current => CultureInfo.CurrentUICulture.Name;

    /// <summary>The direction that its script runs in, for the attribute <c>dir</c>.</summary>
    public static string Direction => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <summary>The first of the tags that we speak: <c>de</c> for <c>de-AT</c>, too; null: none.</summary>
    public static string? FirstOf(IEnumerable<string> tags) => tags.Select(Known).FirstOrDefault(t => t is not null);

    /// <summary>Its own name for itself: <c>Deutsch</c>.</summary>
    public static string NameOf(string tag)
    {
        var culture = CultureInfo.GetCultureInfo(tag);
        var name = culture.NativeName;
        return culture.TextInfo.ToUpper(name[..1]) + name[1..];
    }

    private static string? Known(string tag)
    {
        var language = tag.Split('-', 2)[0];
        return All.FirstOrDefault(known => known.Equals(language, StringComparison.OrdinalIgnoreCase));
    }
}
