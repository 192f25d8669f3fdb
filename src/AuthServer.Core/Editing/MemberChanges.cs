using System.Text.Json.Nodes;

namespace AuthServer.Core.Editing;

/// <summary>What differs between two states of an object, for the audit log.</summary>
/// <param name="Before">The members that changed, as they were; null: there was no object.</param>
/// <param name="After">The members that changed, as they are; null: there is no object.</param>
internal sealed record MemberChanges(JsonObject? Before, JsonObject? After)
{
    /// <summary>Whether nothing differs.</summary>
    public bool AreNone => Before is { Count: 0 } && After is { Count: 0 };

    /// <param name="besides">Members that say nothing new: they follow from others, or always change.</param>
    public static MemberChanges Between(JsonObject? before, JsonObject? after, params string[] besides) => new(
        Less(before, (name, value) => besides.Contains(name) || IsSame(after, name, value)),
        Less(after, (name, value) => besides.Contains(name) || IsSame(before, name, value)));

    private static JsonObject? Less(JsonObject? from, Func<string, JsonNode?, bool> isLeftOut) =>
        from is null
            ? null
            : new JsonObject(from.Where(m => !isLeftOut(m.Key, m.Value)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));

    private static bool IsSame(JsonObject? other, string name, JsonNode? value) =>
        other is not null && other.TryGetPropertyValue(name, out var there) && JsonNode.DeepEquals(there, value);
}
