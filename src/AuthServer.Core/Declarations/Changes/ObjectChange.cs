using System.Text.Json;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>What changes of one object.</summary>
/// <param name="Section">Of the document: <c>clients</c>.</param>
/// <param name="Key">Its name there; empty: the section's only object, or the section's order.</param>
/// <param name="Change"><c>created</c>, <c>updated</c>, <c>deleted</c> or <c>reordered</c>.</param>
/// <param name="Members">In order of their names.</param>
public sealed record ObjectChange(string Section, string Key, string Change, IReadOnlyList<MemberChange> Members)
{
    /// <summary>It is new.</summary>
    public const string Created = "created";

    /// <summary>It becomes another.</summary>
    public const string Updated = "updated";

    /// <summary>It goes.</summary>
    public const string Deleted = "deleted";

    /// <summary>The section's objects change places.</summary>
    public const string Reordered = "reordered";

    /// <summary>For people: <c>clients web</c>.</summary>
    public override string ToString() => Key.Length == 0 ? Section : $"{Section} {Key}";
}

/// <summary>What changes of one member.</summary>
/// <param name="Before">Null: it was not there.</param>
/// <param name="After">Null: it is not there any more. Of a secret: that there is a new one, and never which.</param>
public sealed record MemberChange(string Name, JsonElement? Before, JsonElement? After);
