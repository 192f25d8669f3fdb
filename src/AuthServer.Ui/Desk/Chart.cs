using System.Globalization;

namespace AuthServer.Ui.Desk;

/// <summary>Bars, drawn on the server.</summary>
/// <param name="Title">What they show, in the person's language.</param>
/// <param name="Bars">From left to right.</param>
/// <param name="Name">What the lower part of each bar counts.</param>
/// <param name="TopName">What the part on top counts; null: there is none.</param>
internal sealed record Chart(string Title, IReadOnlyList<Bar> Bars, string Name, string? TopName = null)
{
    // Units of the drawing, which is stretched to its place.
    public const int Width = 600;
    public const int Height = 150;

    private const double Gap = 0.25;

    /// <summary>Of the highest bar; at least one.</summary>
    public long Highest { get; } = Math.Max(1, Bars.Count == 0 ? 1 : Bars.Max(b => b.Count + b.Top));

    /// <summary>Whether there is anything to see.</summary>
    public bool IsEmpty => Bars.All(b => b.Count + b.Top == 0);

    /// <summary>Where the bar at a place begins, and how wide it is.</summary>
    public (string X, string Width) Column(int place)
    {
        var step = (double)Width / Bars.Count;
        return (Text((place + (Gap / 2)) * step), Text((1 - Gap) * step));
    }

    /// <summary>Where a part begins, and how high it is.</summary>
    /// <param name="below">What stands under it.</param>
    public (string Y, string Height) Part(long count, long below)
    {
        var height = (double)count / Highest * (Height - 2);
        return (Text(Height - height - ((double)below / Highest * (Height - 2))), Text(height));
    }

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>One bar.</summary>
/// <param name="Label">What it stands for, for instance a day.</param>
/// <param name="Count">Its lower part.</param>
/// <param name="Top">Its upper part.</param>
internal sealed record Bar(string Label, long Count, long Top = 0);
