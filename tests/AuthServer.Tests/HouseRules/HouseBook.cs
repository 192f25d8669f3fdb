using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.HouseRules;

/// <summary>docs/house.md, as far as it is law.</summary>
internal sealed partial class HouseBook(string markdown)
{
    /// <summary>The book of this house.</summary>
    public static HouseBook Own { get; } = new(File.ReadAllText(Repository.PathOf("docs", "house.md")));

    /// <summary>Whether `project` may use `other`.</summary>
    public bool Sees(string project, string other) => Names(Row("Projects", project)[1]).Contains(other);

    /// <summary>The rooms of a project, lowest first; rooms on one level never see each other.</summary>
    public RoomOrder Rooms(string project) => new(
        [.. Row("Rooms", project)[1].Split('←').Select(level => Names(level).ToArray())]);

    /// <summary>The files of the longest walk, from HTTP to SQL.</summary>
    public IReadOnlyList<string> Walk => Files("The longest walk");

    /// <summary>What the walk calls once and needs not follow.</summary>
    public IReadOnlyList<string> Leaves => Files("Its leaves");

    private List<string> Files(string section) => [.. Rows(section).SelectMany(cells => Names(cells[0]))];

    private string[] Row(string section, string project) =>
        Rows(section).SingleOrDefault(cells => cells[0].Trim('`') == project)
        ?? throw new InvalidOperationException($"docs/house.md has no line `{project}` under {section}");

    private IEnumerable<string[]> Rows(string section)
    {
        var start = markdown.IndexOf($"## {section}\n", StringComparison.Ordinal);
        if (start < 0)
            throw new InvalidOperationException($"docs/house.md has no section {section}");
        var end = markdown.IndexOf("\n## ", start, StringComparison.Ordinal);
        var text = end < 0 ? markdown[start..] : markdown[start..end];
        return text.Split('\n')
            .Where(line => line.StartsWith('|'))
            .Skip(2) // the head and the rule under it
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }

    private static IEnumerable<string> Names(string cell) => InTicks().Matches(cell).Select(m => m.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InTicks();
}
