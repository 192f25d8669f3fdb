using System.Reflection;
using System.Text.RegularExpressions;
using AuthServer.Core.Audit;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AdminApi;

/// <summary>docs/administration.md and the code name the same actions and faults.</summary>
public sealed partial class AuditPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "administration.md"));

    [Fact]
    public void LOG_04_Every_action_is_written_down() => Assert.Equal(ConstantsOf(typeof(AuditActions)), NamesBelow("| action | when |"));

    [Fact]
    public void Every_fault_is_written_down() => Assert.Equal(ConstantsOf(typeof(AuditFaults)), NamesBelow("| `fault` | means |"));

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order(); // all are texts

    private static IEnumerable<string> NamesBelow(string header) =>
        Page[(Page.IndexOf(header, StringComparison.Ordinal) + header.Length)..].Split('\n').Skip(2)
            .TakeWhile(l => l.StartsWith('|')).SelectMany(l => Name().Matches(l.Split('|')[1])).Select(m => m.Groups[1].Value).Order();

    [GeneratedRegex("`([a-z_.]+)`")]
    private static partial Regex Name();
}
