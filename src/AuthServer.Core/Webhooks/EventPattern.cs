using System.Reflection;
using AuthServer.Core.Audit;

namespace AuthServer.Core.Webhooks;

/// <summary>
/// Which events a webhook wants: the name of an audit action (<c>user.locked</c>), how some begin (<c>user.*</c>), or all
/// (<c>*</c>).
/// </summary>
public static class EventPattern
{
    private const string All = "*";
    private const string Rest = ".*";

    /// <summary>Every type of event there is.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        .. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal), // they are texts
    ];

    /// <summary>Whether there is any event that it wants: a misspelt one would wait for ever.</summary>
    public static bool IsKnown(string pattern) => Types.Any(type => Wants(pattern, type));

    /// <summary>Whether it wants events of this type.</summary>
    public static bool Wants(string pattern, string type) =>
        pattern == All || pattern == type
        || (pattern.EndsWith(Rest, StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
