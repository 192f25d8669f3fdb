using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>
/// Every case of the catalogue's sections is staged by a test whose name carries its id (<c>TOK_01_…</c>), or waits for
/// a feature and is listed in docs/attacks.md with it. Neither both nor none.
/// </summary>
public sealed partial class AttackCoverageTests
{
    private static readonly (string Area, int Cases)[] Sections =
    [
        ("RDR", 35), ("AUR", 42), ("TOK", 29), ("RTK", 32), ("CLA", 25), ("JOS", 36), ("PWD", 30), ("REC", 30), ("UNI", 14),
        ("OUT", 27), ("SSR", 28), ("LGO", 20), ("ADM", 27), ("LOG", 13), ("PAR", 24),
    ];

    /// <summary>Of section MFA: one-time codes by mail and text message.</summary>
    private static readonly int[] OneTimeCodes = [.. Enumerable.Range(6, 9), 32, 33];

    [Fact]
    public void Every_case_is_staged_or_waits_for_a_feature()
    {
        var all = Sections.SelectMany(s => Enumerable.Range(1, s.Cases).Select(n => $"{s.Area}-{n:00}"))
            .Concat(OneTimeCodes.Select(n => $"MFA-{n:00}")).ToHashSet();
        var staged = Staged().ToHashSet();
        var waiting = Waiting().ToHashSet();

        Assert.Empty(all.Except(staged).Except(waiting).Order());
        Assert.Empty(staged.Intersect(waiting).Order());
        Assert.Empty(waiting.Except(all).Order());
    }

    private static IEnumerable<string> Staged() =>
        from file in Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        from Match method in TestMethod().Matches(File.ReadAllText(file))
        from Match id in CaseId().Matches(method.Groups["name"].Value)
        select id.Value.Replace('_', '-');

    private static IEnumerable<string> Waiting() =>
        from Match row in WaitingRow().Matches(File.ReadAllText(Repository.PathOf("docs", "attacks.md")))
        select row.Groups["id"].Value;

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (?<name>[A-Z]{3}_\d{2}_\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"[A-Z]{3}_\d{2}(?=_)")]
    private static partial Regex CaseId();

    [GeneratedRegex(@"^\| (?<id>[A-Z]{3}-\d{2}) \|", RegexOptions.Multiline)]
    private static partial Regex WaitingRow();
}
