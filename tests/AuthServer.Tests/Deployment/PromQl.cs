using System.Text.RegularExpressions;

namespace AuthServer.Tests.Deployment;

/// <summary>As much of Prometheus' query language as it takes to see which metrics an expression asks for.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "unless", "bool", "offset", "inf", "nan",
    };

    /// <summary>The names of the metrics in it.</summary>
    public static IEnumerable<string> MetricsOf(string expression)
    {
        var bare = Grouping().Replace(Matchers().Replace(Texts().Replace(expression, ""), ""), " ");
        return Name().Matches(bare).Select(m => m.Value).Where(name => !Words.Contains(name)).Distinct();
    }

    [GeneratedRegex("""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")]
    private static partial Regex Texts();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    // Neither a function's name, which a parenthesis follows, nor a number's exponent.
    [GeneratedRegex(@"(?<![\w.])[a-zA-Z_:][\w:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
