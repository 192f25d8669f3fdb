using AuthServer.Ui.Interaction;
using Xunit;

namespace AuthServer.Tests.Pages;

public sealed class AccentTests
{
    [Fact]
    public void Any_declared_colour_is_readable_in_both_schemes()
    {
        string[] light = ["#ffffff", "#f6f7f9", "#fafbfc"], dark = ["#0e1116", "#161b22", "#1c222b"];
        // Every ninth step of each channel: 29 to the power of three colours.
        for (var red = 0; red < 256; red += 9)
        {
            for (var green = 0; green < 256; green += 9)
            {
                for (var blue = 0; blue < 256; blue += 9)
                {
                    var accent = new Accent($"#{red:x2}{green:x2}{blue:x2}");
                    Assert.All(light, s => AssertReadable(accent.TextOnLight, s, accent.Fill));
                    Assert.All(dark, s => AssertReadable(accent.TextOnDark, s, accent.Fill));
                    Assert.All(light, s => Assert.True(Contrast(accent.EdgeOnLight, s) >= 3, $"edge of {accent.Fill} on {s}"));
                    Assert.All(dark, s => Assert.True(Contrast(accent.EdgeOnDark, s) >= 3, $"edge of {accent.Fill} on {s}"));
                    Assert.True(Colour.Contrast(accent.OnFill, accent.Fill) >= 4.5, $"button in {accent.Fill}");
                    Assert.True(Colour.Contrast(accent.OnFill, accent.FillHover) >= 4.5, $"hovered button in {accent.Fill}");
                }
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#gggggg")]
    [InlineData("#fff;}body{display:none")]
    public void What_is_no_colour_is_our_own(string? declared) =>
        Assert.Equal(Accent.Default, new Accent(declared).Fill.ToString());

    [Fact]
    public void Short_form_is_the_long_one_doubled() => Assert.Equal("#ffdd00", new Accent("#fd0").Fill.ToString());

    private static double Contrast(Colour colour, string surface) =>
        Colour.Contrast(colour, Colour.TryParse(surface)!.Value); // a colour, as above

    private static void AssertReadable(Colour text, string surface, Colour accent)
    {
        var plain = Colour.TryParse(surface)!.Value; // a colour, as above
        Assert.True(Colour.Contrast(text, plain) >= 4.5, $"{text} on {surface}");
        Assert.True(Colour.Contrast(text, plain.Mixed(accent, 0.1)) >= 4.5, $"{text} on a notice on {surface}");
    }
}
