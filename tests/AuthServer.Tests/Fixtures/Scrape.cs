using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AuthServer.Tests.Fixtures;

/// <summary>One look at <c>/metrics</c>, read as strictly as Prometheus does.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, double> _series = new(StringComparer.Ordinal);

    private Scrape(string text) => Text = text;

    public string Text { get; }

    /// <summary>The metrics' names, as queries name them: of a histogram its buckets, its sum and its count.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Asks a node.</summary>
    public static async Task<Scrape> TakeAsync(Uri node)
    {
        using var channel = new BackChannel(node);
        var reply = await channel.GetAsync("/metrics");
        Assert.Equal(System.Net.HttpStatusCode.OK, reply.Status);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", reply.Header("Content-Type"));
        return Read(reply.Text);
    }

    /// <summary>Reads the text format 0.0.4: no line of another shape, no family or series twice, each family in one piece.</summary>
    public static Scrape Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var scrape = new Scrape(text);
        var families = new HashSet<string>(StringComparer.Ordinal);
        string family = "", type = "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                continue;
            if (TypeLine().Match(line) is { Success: true } declared)
            {
                (family, type) = (declared.Groups[1].Value, declared.Groups[2].Value);
                Assert.True(families.Add(family), $"twice: {family}");
                continue;
            }

            var sample = SampleLine().Match(line);
            Assert.True(sample.Success, $"not of the format: {line}");
            var name = sample.Groups[1].Value;
            Assert.True(name == family || (type == "histogram" && name.StartsWith(family + "_", StringComparison.Ordinal)), line);
            scrape.Names.Add(name);
            Assert.True(scrape._series.TryAdd(name + sample.Groups[2].Value, Number(sample.Groups[3].Value)), $"twice: {line}");
        }

        return scrape;
    }

    /// <summary>The sum of a metric's series that carry all of these labels; 0 where there is none.</summary>
    /// <param name="labels">Such as <c>outcome="refused"</c>.</param>
    public double Sum(string name, params string[] labels) => _series
        .Where(s => s.Key.Split('{')[0] == name && labels.All(l => s.Key.Contains(l, StringComparison.Ordinal)))
        .Sum(s => s.Value);

    private static double Number(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*",?)+\})?) (\S+)$""")]
    private static partial Regex SampleLine();
}
