using System.Text.Json.Nodes;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>Members that are shown beside those of declarations. They may be sent back as they are, and are changed elsewhere.</summary>
internal static class ReadOnlyMembers
{
    /// <summary>Takes them away.</summary>
    /// <param name="shown">The object as it is shown; null: there is none yet.</param>
    public static void Take(JsonObject sent, IEnumerable<string> names, JsonObject? shown, Complaints complaints)
    {
        foreach (var name in names)
        {
            if (!sent.TryGetPropertyValue(name, out var value))
                continue;
            if (shown is null || !JsonNode.DeepEquals(value, shown[name]))
                complaints.Add(name, "read_only");
            sent.Remove(name);
        }
    }
}
