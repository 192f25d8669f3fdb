using System.Globalization;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// An sRGB colour, and how well two of them tell apart (WCAG 2.2, "relative luminance", "contrast ratio").
/// </summary>
internal readonly record struct Colour(double Red, double Green, double Blue)
{
    public static readonly Colour White = new(1, 1, 1);
    public static readonly Colour Black = new(0, 0, 0);

    /// <summary>Reads <c>#rgb</c> or <c>#rrggbb</c>; null for anything else.</summary>
    public static Colour? TryParse(string? text)
    {
        if (text is not { Length: 4 or 7 } || text[0] != '#')
            return null;
        if (!int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            return null;
        return text.Length == 7
            ? new Colour((bits >> 16 & 255) / 255.0, (bits >> 8 & 255) / 255.0, (bits & 255) / 255.0)
            : new Colour((bits >> 8 & 15) / 15.0, (bits >> 4 & 15) / 15.0, (bits & 15) / 15.0);
    }

    /// <summary>From 1, the same, to 21, black on white.</summary>
    public static double Contrast(Colour a, Colour b)
    {
        var (x, y) = (a.Luminance, b.Luminance);
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    /// <summary>That much of the other, the rest of this.</summary>
    public Colour Mixed(Colour other, double share) => new(
        Red + (other.Red - Red) * share, Green + (other.Green - Green) * share, Blue + (other.Blue - Blue) * share);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"#{Byte(Red):x2}{Byte(Green):x2}{Byte(Blue):x2}");

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(double value) =>
        value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static int Byte(double value) => (int)Math.Round(Math.Clamp(value, 0, 1) * 255);
}
