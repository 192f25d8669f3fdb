using AuthServer.Core.Data;
using AuthServer.Core.Users;

namespace AuthServer.AdminApi;

/// <summary>A parameter that narrows a list, beside those that every list has.</summary>
/// <param name="Flaw">The code of a complaint about a value; null: it is good.</param>
internal sealed record ListFilter(string Name, string Description, Func<string, string?> Flaw)
{
    /// <summary>By an id.</summary>
    public static ListFilter Id(string name, string description) =>
        new(name, description, text => Guid.TryParse(text, out _) ? null : "wrong");

    /// <summary>By a text that must be the same.</summary>
    public static ListFilter Text(string name, string description) =>
        new(name, description, text => PlainText.Judge(text, PageQuery.MaxTextLength)?.Code);

    /// <summary>By one of a few words.</summary>
    public static ListFilter OneOf(string name, IReadOnlyCollection<string> words) =>
        new(name, $"One of {string.Join(", ", words.Select(w => $"`{w}`"))}.", text => words.Contains(text) ? null : "not_one_of");
}
