using System.Globalization;

namespace AuthServer.Core.Messaging.Texts;

/// <summary>The accent, and the colour that can be read on it.</summary>
/// <param name="Fill"><c>#rrggbb</c></param>
internal sealed record ButtonColour(string Fill, string Text)
{
    private const string Default = "#4f46e5";

    // Where white and black are equally far away (WCAG 2.2).
    private const double Middle = 0.179;

    public static ButtonColour Of(string? declared)
    {
        var fill = declared is { Length: 7 } && TryLuminance(declared, out var luminance) ? declared : Default;
        return new ButtonColour(fill, TryLuminance(fill, out luminance) && luminance > Middle ? "#000" : "#fff");
    }

    private static bool TryLuminance(string hex, out double luminance)
    {
        luminance = 0;
        if (hex[0] != '#' || !int.TryParse(hex.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            return false;
        luminance = 0.2126 * Linear(bits >> 16) + 0.7152 * Linear(bits >> 8) + 0.0722 * Linear(bits);
        return true;
    }

    private static double Linear(int bits)
    {
        var value = (bits & 255) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
