using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Declarations;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>Reads one object with the judgement that files get.</summary>
internal static class OneObject
{
    private const string Whole = "body";

    /// <returns>A set that holds the object alone; or nothing, and why.</returns>
    public static DeclarationSet Read(string kind, JsonObject members, Complaints complaints)
    {
        var set = new DeclarationSet();
        new DeclarationSections(set, "", (path, text) => Add(complaints, path, text)).ReadOne(kind, JsonSerializer.SerializeToElement(members));
        return set;
    }

    /// <summary>Whether what it names is there.</summary>
    public static void Judge(DeclarationSet set, KnownNames known, Complaints complaints)
    {
        foreach (var error in DeclarationReferences.Judge(set, known))
            Add(complaints, error.Path, error.Text);
    }

    /// <summary>A complaint in the words of whoever judged.</summary>
    public static void Add(Complaints complaints, string path, string text) =>
        complaints.Add(path.Length == 0 ? Whole : path, [new Complaint("refused") { Text = text }]);
}
