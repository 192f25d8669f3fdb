using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Deployment;

/// <summary>docs/operation.md names settings that there are.</summary>
public sealed partial class OperationPageTests
{
    [Fact]
    public void Every_setting_that_is_written_down_is_read_somewhere()
    {
        var sources = string.Concat(Directory
            .EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var settings = File.ReadLines(Repository.PathOf("docs", "operation.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Setting().Matches(line.Split('|')[1])).Select(m => m.Groups[1].Value)
            .Where(setting => setting != "ConnectionStrings:Default") // the framework has a name of its own for it
            .ToList();
        Assert.True(settings.Count > 50, "the table was not read");
        Assert.All(settings, setting =>
        {
            // Read by its whole name, or bound to a property of an options class.
            var name = setting.Split(':')[^1];
            var isRead = sources.Contains($"\"{setting}\"", StringComparison.Ordinal)
                || Regex.IsMatch(sources, $@"public [\w<>?]+ {name} {{ get; ");
            Assert.True(isRead, setting);
        });
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)+)`")]
    private static partial Regex Setting();
}
