using System.Reflection;
using System.Text.RegularExpressions;
using AuthServer.Protocol.Refusals;
using AuthServer.Protocol.Wire;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attempts;

/// <summary>Whatever this server refuses, it can explain: held against its own source.</summary>
public sealed partial class ExplanationTests
{
    // Results of these never leave as errors of the protocol: one judges fetched documents, one speaks to the account API.
    private static readonly string[] Elsewhere = ["ClientDocuments.cs", "FirstPartyTokens.cs"];

    // Where the words of errors are made apart from the errors, and what they are put behind.
    private static readonly (string File, string Prefix)[] Flaws =
        [("ClientAuthenticator.cs", ""), ("ClientAssertions.cs", "assertion: "), ("RequestObject.cs", "the request object does not hold: ")];

    private static readonly IReadOnlyList<(string File, string Text)> Sources =
    [
        .. new[] { "AuthServer.Protocol", "AuthServer" }
            .SelectMany(p => Directory.EnumerateFiles(Repository.PathOf("src", p), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/Refusals/", StringComparison.Ordinal))
            .Select(f => (f, File.ReadAllText(f))),
    ];

    public static IReadOnlyList<ErrorCode> Codes { get; } =
    [
        .. typeof(ErrorCode).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => f.GetValue(null)).OfType<ErrorCode>(),
    ];

    /// <summary>Those that some line of the source gives.</summary>
    public static IReadOnlyList<ErrorCode> GivenCodes { get; } =
    [
        .. typeof(ErrorCode).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(f => Sources.Any(s => s.Text.Contains($"ErrorCode.{f.Name}", StringComparison.Ordinal)))
            .Select(f => f.GetValue(null)).OfType<ErrorCode>(),
    ];

    [Fact]
    public void Every_code_has_an_explanation()
    {
        Assert.True(Codes.Count >= 27, "the codes were not found");
        Assert.All(Codes, c => Assert.Equal("error." + c.Value, Explanations.For(new OAuthError(c, "words of no rule")).Rule));
    }

    [Fact]
    public void Every_error_of_the_source_is_explained_by_its_own_rule()
    {
        var errors = Errors().ToList();
        Assert.True(errors.Count > 90, $"only {errors.Count} errors were found");
        var unexplained = errors.Where(e => Explanations.IsGeneral(Explanations.For(e.Error)))
            .Select(e => $"{Path.GetFileName(e.File)}: {e.Error.Description} ({e.Error.Reason})");
        Assert.Empty(unexplained);
    }

    [Fact]
    public void Nothing_is_explained_that_is_never_said()
    {
        var said = string.Concat(Sources.Select(s => s.Text));
        var pieces = Explanations.Words
            .SelectMany(w => w.Split(["*", ":", " is not supported"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.DoesNotContain(pieces, p => !said.Contains(p, StringComparison.Ordinal));
    }

    [Fact]
    public void Explanations_say_everything_and_where_it_stands()
    {
        Assert.All(Explanations.All, e =>
        {
            Assert.Matches("^[a-z_]+\\.[a-z_]+$", e.Rule);
            Assert.True(e.Title.Length is > 10 and < 120 && !e.Title.EndsWith('.'), e.Rule);
            Assert.True(e.Says.EndsWith('.') && e.Change.EndsWith('.'), e.Rule);
            Assert.Matches("RFC|OIDC|OAuth|OpenID|RP-Initiated|limit", e.Paragraph);
        });
        Assert.Equal(Explanations.All.Count, Explanations.All.Select(e => e.Rule).Distinct().Count());
    }

    /// <summary>Each place that makes an error, its holes filled with an x.</summary>
    private static IEnumerable<(string File, OAuthError Error)> Errors() =>
        (from source in Sources
         where !Elsewhere.Contains(Path.GetFileName(source.File))
             && (source.File.Contains("/Endpoints/", StringComparison.Ordinal) || source.File.Contains("AuthServer.Protocol", StringComparison.Ordinal))
         from Match made in MadeError().Matches(source.Text)
         let reason = made.Groups["reason"].Success ? Filled(made.Groups["reason"].Value) : null
         select (source.File, ErrorOf(Filled(made.Groups["description"].Value), reason)))
        .Concat(
            from flaws in Flaws
            from source in Sources
            where Path.GetFileName(source.File) == flaws.File
            from Match flaw in Flaw().Matches(source.Text)
            select (source.File, ErrorOf("none", flaws.Prefix + Filled(flaw.Groups["text"].Value))));

    private static OAuthError ErrorOf(string description, string? reason) => new(new ErrorCode("none"), description, reason);

    private static string Filled(string literal) => Hole().Replace(literal.Trim('$', '"'), "x");

    // A code, or one of the short forms that add it, and then one or two texts. What is put together of variables alone, or
    // gets its reason by one, has the words that make it a difference elsewhere.
    [GeneratedRegex(
        """
        (?:ErrorCode\.\w+|\(code|\b(?:Invalid|InvalidGrant|(?<!\.)Refused|NoToken|Page)\((?:context)?)(?:,\s*)?\s*(?<description>\$?"(?!\{\w+\} \{)[^"\n]+(?<!: \{\w+\})")(?!, reason)(?:,\s*(?<reason>\$?"[^"\n]+"))?
        """)]
    private static partial Regex MadeError();

    [GeneratedRegex("(?:return|=>|\\?\\?|\\?|:)\\s+\\$?\"(?<text>[a-z][^\"\\n]*)(?<!\\{flaw\\})\"")]
    private static partial Regex Flaw();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}
