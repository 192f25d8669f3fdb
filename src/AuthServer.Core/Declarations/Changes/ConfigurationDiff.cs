using System.Text.Json;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>What differs between two configurations.</summary>
internal static class ConfigurationDiff
{
    /// <summary>In order of the document.</summary>
    public static IReadOnlyList<ObjectChange> Between(ConfigurationDocument before, ConfigurationDocument after) =>
        [.. ConfigurationSection.All.SelectMany(s => Between(s, [.. before.Of(s)], [.. after.Of(s)]))];

    private static IEnumerable<ObjectChange> Between(
        ConfigurationSection section, List<ConfiguredObject> before, List<ConfiguredObject> after)
    {
        var old = before.ToDictionary(o => o.Key, StringComparer.Ordinal);
        foreach (var one in after)
        {
            if (!old.Remove(one.Key, out var was))
                yield return new ObjectChange(section.Name, one.Key, ObjectChange.Created, Members(null, one));
            else if (!was.IsLike(one))
                yield return new ObjectChange(section.Name, one.Key, ObjectChange.Updated, Members(was, one));
        }

        foreach (var gone in old.Values)
            yield return new ObjectChange(section.Name, gone.Key, ObjectChange.Deleted, Members(gone, null));

        string[] places = [.. before.Select(o => o.Key).Where(k => !old.ContainsKey(k))];
        string[] now = [.. after.Select(o => o.Key)];
        if (section.IsOrdered && !now.Take(places.Length).SequenceEqual(places))
        {
            yield return new ObjectChange(
                section.Name, "", ObjectChange.Reordered, [new MemberChange("order", Json(places), Json(now))]);
        }
    }

    private static List<MemberChange> Members(ConfiguredObject? before, ConfiguredObject? after)
    {
        var names = (before?.Members.Keys ?? Enumerable.Empty<string>()).Union(after?.Members.Keys ?? Enumerable.Empty<string>());
        return
        [
            .. from name in names.Order(StringComparer.Ordinal)
               let was = before?.Members.GetValueOrDefault(name)
               let becomes = after?.Members.GetValueOrDefault(name)
               where was != becomes
               select new MemberChange(name, Value(was), Value(becomes)),
        ];
    }

    private static JsonElement? Value(string? text) => text is null ? null : JsonElement.Parse(text);

    private static JsonElement Json(string[] names) => JsonSerializer.SerializeToElement(names);
}
