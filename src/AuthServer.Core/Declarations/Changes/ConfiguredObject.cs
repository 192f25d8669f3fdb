using System.Text.Json;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>One object of the configuration, without its secrets.</summary>
/// <param name="Key">Its name in the section; empty: the section's only object.</param>
/// <param name="Members">By name; each value as the one text that JSON of its meaning has here.</param>
internal sealed record ConfiguredObject(ConfigurationSection Section, string Key, SortedDictionary<string, string> Members)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>A value whose properties have the names of its members.</summary>
    public static ConfiguredObject Of<T>(ConfigurationSection section, string key, T value) =>
        OfDocument(section, key, JsonSerializer.Serialize(value, Names), leavesOutNone: true);

    /// <summary>A name that is all there is.</summary>
    public static ConfiguredObject OfName(ConfigurationSection section, string name) => new(section, name, NoMembers());

    /// <summary>A document at rest.</summary>
    /// <param name="leavesOutNone">Whether <c>null</c> and <c>[]</c> say no more than absence.</param>
    public static ConfiguredObject OfDocument(ConfigurationSection section, string key, string json, bool leavesOutNone)
    {
        using var document = JsonDocument.Parse(json);
        var members = NoMembers();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            var isNone = member.Value.ValueKind == JsonValueKind.Null
                || (member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 0);
            if (member.Name != section.KeyMember && !(isNone && leavesOutNone))
                members[member.Name] = CanonicalJson.Of(member.Value);
        }

        return new ConfiguredObject(section, key, members);
    }

    /// <summary>Whether both say the same.</summary>
    public bool IsLike(ConfiguredObject other) => Members.SequenceEqual(other.Members);

    /// <summary>The members as JSON, without the name.</summary>
    public string ToJson() => $"{{{string.Join(',', Members.Select(m => $"{JsonSerializer.Serialize(m.Key)}:{m.Value}"))}}}";

    private static SortedDictionary<string, string> NoMembers() => new(StringComparer.Ordinal);
}
