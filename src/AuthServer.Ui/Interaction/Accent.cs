namespace AuthServer.Ui.Interaction;

/// <summary>
/// The declared accent colour as the stylesheet needs it: whatever an operator declares, text in it and text on it can
/// be read in both schemes (4.5 : 1, WCAG 2.2 SC 1.4.3).
/// </summary>
internal sealed class Accent
{
    public const string Default = "#4f46e5";

    private const double Readable = 4.5;

    // Edges of what can be pressed (SC 1.4.11).
    private const double Visible = 3;

    // The surfaces of site.css that hold text in the accent colour.
    private static readonly Colour[] LightSurfaces = [Of("#ffffff"), Of("#f6f7f9"), Of("#fafbfc")];
    private static readonly Colour[] DarkSurfaces = [Of("#0e1116"), Of("#161b22"), Of("#1c222b")];

    public Accent(string? declared)
    {
        var fill = Colour.TryParse(declared) ?? Of(Default);
        Fill = fill;
        OnFill = Colour.Contrast(fill, Colour.White) >= Readable ? Colour.White : Colour.Black;
        // Pressed and hovered buttons move away from the colour of their text, so that it never gets harder to read.
        FillHover = fill.Mixed(OnFill == Colour.White ? Colour.Black : Colour.White, 0.14);
        TextOnLight = MadeReadable(fill, Colour.Black, LightSurfaces);
        TextOnDark = MadeReadable(fill, Colour.White, DarkSurfaces);
        EdgeOnLight = StandsOut(fill, LightSurfaces) ? fill : TextOnLight;
        EdgeOnDark = StandsOut(fill, DarkSurfaces) ? fill : TextOnDark;
    }

    public Colour Fill { get; }

    public Colour FillHover { get; }

    public Colour OnFill { get; }

    public Colour TextOnLight { get; }

    public Colour TextOnDark { get; }

    /// <summary>Of a button: the fill itself, unless it would melt into the page.</summary>
    public Colour EdgeOnLight { get; }

    public Colour EdgeOnDark { get; }

    /// <summary>The custom properties that <c>site.css</c> reads.</summary>
    public string ToCss() =>
        $$"""
        @layer brand {
          :root {
            --accent: {{Fill}};
            --accent-hover: {{FillHover}};
            --on-accent: {{OnFill}};
            --accent-text: light-dark({{TextOnLight}}, {{TextOnDark}});
            --accent-edge: light-dark({{EdgeOnLight}}, {{EdgeOnDark}});
          }
        }

        """;

    // Soft notices lay a tenth of the accent over a surface, and hold text in it.
    private static Colour MadeReadable(Colour accent, Colour towards, Colour[] surfaces)
    {
        Colour[] backgrounds = [.. surfaces, .. surfaces.Select(s => s.Mixed(accent, 0.12))];
        var text = accent;
        for (var share = 0.0; share < 1; share += 0.04)
        {
            text = accent.Mixed(towards, share);
            if (Array.TrueForAll(backgrounds, b => Colour.Contrast(text, b) >= Readable))
                return text;
        }

        return towards;
    }

    private static bool StandsOut(Colour fill, Colour[] surfaces) =>
        Array.TrueForAll(surfaces, s => Colour.Contrast(fill, s) >= Visible);

    private static Colour Of(string hex) => Colour.TryParse(hex) ?? Colour.Black;
}
