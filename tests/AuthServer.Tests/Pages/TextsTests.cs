using System.Text.RegularExpressions;
using System.Xml.Linq;
using AuthServer.Tests.Fixtures;
using AuthServer.Ui.Interaction;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>Nothing is said in English alone, and no translation is left over.</summary>
public sealed partial class TextsTests
{
    private static readonly string[] Projects = ["AuthServer.Ui", "AuthServer"];

    public static TheoryData<string> Translations => [.. Languages.All.Skip(1)];

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_text_of_the_pages_is_translated(string language) =>
        Assert.Empty(Used().Except(Read(language).Keys).Order());

    [Theory]
    [MemberData(nameof(Translations))]
    public void No_translation_is_left_over(string language) => Assert.Empty(Read(language).Keys.Except(Used()).Order());

    [Theory]
    [MemberData(nameof(Translations))]
    public void Translations_name_the_same_places_and_marks(string language)
    {
        var texts = Read(language);
        Assert.All(texts, t => Assert.Equal(Marks(t.Key), Marks(t.Value)));
        Assert.All(texts, t => Assert.Equal(t.Key.EndsWith('.'), t.Value.EndsWith('.')));
        Assert.DoesNotContain(texts, t => string.IsNullOrWhiteSpace(t.Value) || t.Value != t.Value.Trim());
    }

    [Fact]
    public void Every_language_names_itself() =>
        Assert.Equal(["English", "Deutsch", "Français", "Español"], Languages.All.Select(Languages.NameOf));

    private static IEnumerable<string> Marks(string text) => Mark().Matches(text).Select(m => m.Value).Order();

    private static HashSet<string> Used()
    {
        var files = Projects
            .SelectMany(p => Directory.EnumerateFiles(Repository.PathOf("src", p), "*.cs*", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));
        var used = files.SelectMany(f => Text().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet();
        // What the standard scopes say of themselves stands in Core.
        var scopes = File.ReadAllText(Repository.PathOf("src", "AuthServer.Core", "Clients", "ScopeCatalog.cs"));
        used.UnionWith(Description().Matches(scopes).Select(m => m.Groups[1].Value));
        Assert.InRange(used.Count, 100, 2000);
        return used;
    }

    private static Dictionary<string, string> Read(string language) =>
        XDocument.Load(Repository.PathOf("src", "AuthServer.Ui", "Interaction", $"Texts.{language}.resx"))
            .Root!.Elements("data") // a resource file has a root, and names and values in it
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    [GeneratedRegex(@"(?:\b(?:T|Marked|texts|Texts\.Later)|(?<=\{)Text)[\[(]""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Text();

    [GeneratedRegex("""\] = "([^"]+)",""")]
    private static partial Regex Description();

    [GeneratedRegex(@"\{\d\}|</?\w+>")]
    private static partial Regex Mark();
}
