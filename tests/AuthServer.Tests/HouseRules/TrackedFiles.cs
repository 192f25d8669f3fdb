using System.Diagnostics;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.HouseRules;

/// <summary>What is in the repository, and what must not be.</summary>
internal static partial class TrackedFiles
{
    /// <summary>Of this checkout; none where it is not a git repository.</summary>
    public static IReadOnlyList<string> All { get; } = List();

    /// <summary>Paths of one machine, and hosts that packages come from: a mirror's name tells where we work.</summary>
    public static IEnumerable<string> Secrets(string path, string text) =>
        text.Split('\n')
            .Select((line, i) => (Match: Forbidden().Match(line), Number: i + 1))
            .Where(found => found.Match.Success)
            .Select(found => $"{path}:{found.Number} names {found.Match.Value}");

    private static List<string> List()
    {
        var info = new ProcessStartInfo("git", ["-C", Repository.Root, "ls-files", "-z"]) { RedirectStandardOutput = true };
        try
        {
            using var git = Process.Start(info);
            var names = git?.StandardOutput.ReadToEnd() ?? "";
            return [.. names.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(n => File.Exists(Repository.PathOf(n)))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return []; // no git here
        }
    }

    // Homes and workplaces; then the registries of the languages that we touch, however they are mirrored.
    [GeneratedRegex("""
        (?<![\w.$}/-])/(root|home/\w+|Users/\w+|work|workspace|workspaces)/(?!\s)
        |\b[A-Z]:\\Users\\
        |\b(api\.)?nuget\.org\b|\bregistry\.(npmjs|yarnpkg)\.\w+|\bnpmjs\.(com|org)\b
        |\bpypi\.org\b|\bfiles\.pythonhosted\.org\b|\b(artifactory|nexus)\.[\w-]+\.\w+
        |\bdeb\.debian\.org\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Forbidden();
}
