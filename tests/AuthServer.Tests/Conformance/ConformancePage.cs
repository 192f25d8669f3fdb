using System.Globalization;
using System.Text;

namespace AuthServer.Tests.Conformance;

/// <summary>docs/conformance.md, made from a run.</summary>
internal static class ConformancePage
{
    private const string Head =
        """
        # Conformance

        What the OpenID Foundation's conformance suite checks of an OpenID Provider, written anew as tests of this project
        (`tests/AuthServer.Tests/Conformance`) and run against the real server. This page is made by that run and says nothing
        that did not happen. Every plan that certifies a provider is here, with declared clients (static) and with clients
        that register themselves (dynamic); what the suite only warns of fails here, too.

        The suite skips modules about unsigned objects (`alg` `none`) where a server does not offer them. This server refuses
        `none` everywhere: those modules pass when discovery does not list `none` and such an object is refused by name and
        never ignored. Where the suite has a person look at a screenshot, these tests count the forms that were shown and
        demand that nothing reached the client.

        `not yet`: discovery does not name the feature.


        """;

    public static string Write(IReadOnlyList<(Case At, bool Passed)> results)
    {
        var page = new StringBuilder(Head).Append("| module | variant | pass |\n| --- | --- | --- |\n");
        foreach (var (at, passed) in results.OrderBy(r => r.At.Module, StringComparer.Ordinal).ThenBy(r => r.At.Variant.ToString(), StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| `{at.Module}` | {at.Variant} | {(passed ? "pass" : "not yet")} |\n");
        var modules = results.GroupBy(r => r.At.Module).ToList();
        return page.Append(CultureInfo.InvariantCulture, $"\n{modules.Count(m => m.All(r => r.Passed))} of {modules.Count}\n").ToString();
    }
}
