using Mono.Cecil;
using Xunit;

namespace AuthServer.Tests.HouseRules;

/// <summary>Each rule, on something that breaks it.</summary>
public sealed class HouseRulesCanFailTests
{
    private const string Project = "AuthServer.Tests.HouseRules.Samples";

    private static readonly HouseBook Book = new("""
        ## Projects
        | project | may use |
        | --- | --- |
        | `AuthServer.Core` | `AuthServer.Protocol` |
        ## Rooms
        | project | lowest to highest |
        | --- | --- |
        | `S` | `Lower` ← { `Upper`, `Pages` } ← `Top` |
        ## The longest walk
        | file | step |
        | --- | --- |
        | `a.cs` | one |

        """);

    private readonly ModuleDefinition _module =
        ModuleDefinition.ReadModule(typeof(HouseRulesCanFailTests).Assembly.Location);

    [Theory]
    [InlineData("ByField")]
    [InlineData("ByBase")]
    [InlineData("ByGenericArgument")]
    [InlineData("ByBody")]
    [InlineData("ByLambda")]
    [InlineData("ByAsync")]
    [InlineData("ByAttribute")]
    [InlineData("ByAttributeArgument")]
    [InlineData("ByConstraint")]
    [InlineData("ByCatch")]
    [InlineData("ByTypeOf")]
    [InlineData("ByGenericMethod")]
    public void Looking_up_is_seen(string type) =>
        Assert.Contains(
            Walls.Rooms(_module, Project, Book.Rooms("S")),
            v => v.StartsWith($"{Project}.Lower.{type} (Lower) must not see", StringComparison.Ordinal));

    [Fact]
    public void Looking_down_is_allowed() =>
        Assert.DoesNotContain(
            Walls.Rooms(_module, Project, Book.Rooms("S")),
            v => v.Contains("Innocent", StringComparison.Ordinal));

    [Fact]
    public void Room_outside_the_table_is_seen() =>
        Assert.Contains(
            $"{Project}.Shared.Lost: the room Shared is not in docs/house.md",
            Walls.Rooms(_module, Project, Book.Rooms("S")));

    [Fact]
    public void Siblings_never_see_each_other()
    {
        var order = Book.Rooms("S");
        Assert.False(order.Allows("Upper", "Pages"));
        Assert.False(order.Allows("Pages", "Upper"));
        Assert.False(order.Allows("Lower", "Top"));
        Assert.True(order.Allows("Top", "Lower"));
    }

    [Fact]
    public void Page_that_imports_a_page_is_seen() =>
        Assert.Equal(
            [$"{Project}.Pages.FirstModel must not see the page {Project}.Pages.SecondModel"], Walls.Pages(_module));

    [Fact]
    public void Project_that_looks_up_is_seen()
    {
        Assert.Equal(
            ["AuthServer.Core must not see AuthServer.Ui"],
            Walls.Projects("AuthServer.Core", ["AuthServer.Protocol", "AuthServer.Ui", "Npgsql"], Book));
    }

    [Fact]
    public void Forbidden_namespace_is_seen() =>
        Assert.NotEmpty(Walls.Forbidden(_module, "Mono"));

    [Fact]
    public void Empty_names_are_seen()
    {
        Assert.Contains(Manners.TypeNames(_module), v => v.StartsWith($"{Project}.Upper.OddHelper", StringComparison.Ordinal));
        Assert.Contains(Manners.RoomNames(_module, Project), v => v.StartsWith($"{Project}.Shared", StringComparison.Ordinal));
    }

    [Fact]
    public void Greedy_constructor_is_seen() =>
        Assert.Contains($"{Project}.Upper.Greedy takes 7 things; 6 are enough", Manners.Constructors(_module));

    [Fact]
    public void Long_file_is_seen()
    {
        var tooLong = ("src/A/B.cs", Manners.LinesOfAFile + 1);
        Assert.Single(Manners.FileSizes([tooLong, ("src/A/C.cs", Manners.LinesOfAFile)]));
        Assert.Empty(Manners.FileSizes([("src/X/Data/Migrations/1_Initial.cs", 5000)]));
    }

    [Theory]
    [InlineData("see /ro" + "ot/notes")]
    [InlineData("\"/wo" + "rk/main/run\"")]
    [InlineData("/ho" + "me/ada/src")]
    [InlineData("\"resolved\": \"https://registry.npm" + "js.org/jose\"")]
    [InlineData("source: https://api.nu" + "get.org/v3/index.json")]
    public void Machine_or_registry_in_a_file_is_seen(string line) =>
        Assert.StartsWith("f:2 names ", Assert.Single(TrackedFiles.Secrets("f", "first\n" + line)), StringComparison.Ordinal);

    [Theory]
    [InlineData("cd \"$root/work/x\"")]
    [InlineData("the root/home of it, as in application/workflow")]
    public void Innocent_paths_are_not(string line) => Assert.Empty(TrackedFiles.Secrets("f", line));
}
