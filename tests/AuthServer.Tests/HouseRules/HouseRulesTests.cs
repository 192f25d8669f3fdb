using System.Text.RegularExpressions;
using System.Xml.Linq;
using AuthServer.Tests.Fixtures;
using Mono.Cecil;
using Xunit;

namespace AuthServer.Tests.HouseRules;

/// <summary>docs/house.md holds. What shows that these rules can fail is <see cref="HouseRulesCanFailTests"/>.</summary>
public sealed partial class HouseRulesTests
{
    public static TheoryData<string> Projects => ["AuthServer.Protocol", "AuthServer.Core", "AuthServer.Ui", "AuthServer"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Rooms_look_down_only(string project) =>
        Holds(Walls.Rooms(Open(project), project, HouseBook.Own.Rooms(project)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_see_what_the_table_says(string project)
    {
        var references = XDocument.Load(Repository.PathOf("src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string?)r.Attribute("Include") ?? "").Replace('\\', '/')));
        Holds(Walls.Projects(project, references, HouseBook.Own));
        Holds(Walls.Projects(project, Open(project).AssemblyReferences.Select(a => a.Name), HouseBook.Own));
    }

    [Fact]
    public void The_law_knows_no_framework() =>
        Holds(Walls.Forbidden(
            Open("AuthServer.Protocol"),
            "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "Npgsql"));

    [Fact]
    public void The_rooms_know_no_request() =>
        Holds(Walls.Forbidden(
            Open("AuthServer.Core"),
            "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Mvc", "Microsoft.AspNetCore.Routing",
            "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Authentication"));

    /// <summary>What ends elsewhere is told to nobody: the notices of OIDC Back-Channel Logout are written where it ends.</summary>
    [Fact]
    public void Sessions_end_in_one_place()
    {
        var places = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Where(f => EndOfSession().IsMatch(File.ReadAllText(f))).Select(Path.GetFileName);
        Assert.Equal(["EndedSessions.cs"], places);
    }

    [Fact]
    public void Pages_never_import_pages() => Holds(Walls.Pages(Open("AuthServer.Ui")));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Names_say_what_things_are(string project)
    {
        Holds(Manners.TypeNames(Open(project)));
        Holds(Manners.RoomNames(Open(project), project));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Constructors_take_six_things_at_most(string project) => Holds(Manners.Constructors(Open(project)));

    [Fact]
    public void Files_are_read_in_one_go() =>
        Holds(Manners.FileSizes(TrackedFiles.All
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal) && Path.GetExtension(f) is ".cs" or ".cshtml")
            .Select(f => (f, LinesOf(f)))));

    [Fact]
    public void Files_name_no_machine_and_no_registry() =>
        Holds(TrackedFiles.All
            .Where(f => Path.GetExtension(f) is not (".png" or ".ico" or ".woff2"))
            .SelectMany(f => TrackedFiles.Secrets(f, File.ReadAllText(Repository.PathOf(f)))));

    [Fact]
    public void The_longest_walk_is_short()
    {
        var walk = HouseBook.Own.Walk;
        string[] all = [.. walk, .. HouseBook.Own.Leaves];
        Assert.All(all, f => Assert.True(File.Exists(Repository.PathOf(f)), f + " is not there"));
        Assert.Equal(all.Distinct(), all);
        Assert.InRange(walk.Count, 1, 16);
        Assert.InRange(all.Sum(LinesOf), 1, 2000);
    }

    private static int LinesOf(string file) => File.ReadLines(Repository.PathOf(file)).Count();

    private static ModuleDefinition Open(string project) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, project + ".dll"));

    private static void Holds(IEnumerable<string> violations)
    {
        var all = violations.Order(StringComparer.Ordinal).ToList();
        if (all.Count > 0)
            Assert.Fail(string.Join('\n', all));
    }

    [GeneratedRegex(@"UPDATE\s+sessions\s+SET\s+[^;]*?\bended_at\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex EndOfSession();
}
