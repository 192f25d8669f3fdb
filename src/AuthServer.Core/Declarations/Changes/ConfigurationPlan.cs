using System.Text.Json.Serialization;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>What would change, and what that would break.</summary>
/// <param name="Id">Names this plan: the configuration that it was decided on, what becomes of it, and which secrets are new.</param>
/// <param name="Revision">Of the configuration that it was decided on.</param>
/// <param name="Becomes">The revision after it.</param>
/// <param name="Changes">In order of the document; empty: nothing would change.</param>
/// <param name="Consequences">What people and apps will notice.</param>
public sealed record ConfigurationPlan(
    string Id, string Revision, string Becomes, IReadOnlyList<ObjectChange> Changes, IReadOnlyList<Consequence> Consequences)
{
    /// <summary>Whether nothing would change.</summary>
    [JsonIgnore]
    public bool IsEmpty => Changes.Count == 0;
}

/// <summary>What somebody will notice of a change.</summary>
/// <param name="Code">Stable, for programs: <c>redirect_uri_removed</c>.</param>
/// <param name="Section">Of the document.</param>
/// <param name="Key">Whose: the name in the section.</param>
/// <param name="Text">For people.</param>
public sealed record Consequence(string Code, string Section, string Key, string Text);
