using System.Reflection;
using System.Text.RegularExpressions;
using AuthServer.Tests.Fixtures;
using AuthServer.Ui.Desk;

namespace AuthServer.Tests.AdminPages;

/// <summary>Every page of the administrators and what can be done on it, read off the pages themselves.</summary>
internal static partial class DeskPages
{
    private const string Nobody = "00000000-0000-0000-0000-000000000001";

    /// <summary>Method, address and what it needs; null: it does not say.</summary>
    public static IReadOnlyList<(string Method, string Address, NeedsAttribute? Needs)> All { get; } = [.. Files().SelectMany(HandlersOf)];

    /// <summary>The addresses of pages, without those of one thing that may not be there.</summary>
    public static IReadOnlyList<string> Lists { get; } =
        [.. All.Where(h => h.Method == "GET" && !h.Address.Contains(Nobody, StringComparison.Ordinal)
            && !h.Address.Contains('?', StringComparison.Ordinal) && !h.Address.EndsWith("/client", StringComparison.Ordinal)
            && !h.Address.EndsWith("/attempts/one", StringComparison.Ordinal) && !h.Address.EndsWith("/4711", StringComparison.Ordinal)).Select(h => h.Address)];

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.PathOf("src", "AuthServer.Ui", "Pages", "Admin"), "*.cshtml").Where(f => !Path.GetFileName(f).StartsWith('_'));

    private static IEnumerable<(string Method, string Address, NeedsAttribute? Needs)> HandlersOf(string file)
    {
        var text = File.ReadAllText(file);
        var path = Route().Match(text).Groups[1].Value.Replace("{id:guid}", Nobody, StringComparison.Ordinal).Replace("{number:long}", "4711", StringComparison.Ordinal);
        var model = typeof(AdminPage).Assembly.GetType($"AuthServer.Ui.Pages.Admin.{Model().Match(text).Groups[1].Value}", throwOnError: true)!; // throws instead
        foreach (var handler in model.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        {
            if (Handler().Match(handler.Name) is not { Success: true } name)
                continue;
            var part = name.Groups[2].Value;
            yield return (name.Groups[1].Value.ToUpperInvariant(), part.Length == 0 ? path : $"{path}?handler={part}", handler.GetCustomAttribute<NeedsAttribute>());
        }
    }

    [GeneratedRegex("@page \"([^\"]+)\"")]
    private static partial Regex Route();

    [GeneratedRegex(@"@model (\w+)")]
    private static partial Regex Model();

    [GeneratedRegex("^On(Get|Post)(.*?)(?:Async)?$")]
    private static partial Regex Handler();
}
