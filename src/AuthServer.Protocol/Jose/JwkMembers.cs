using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>The members of one JWK, each there at most once.</summary>
internal sealed class JwkMembers
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private JwkMembers()
    {
    }

    /// <summary>Takes the members of an object.</summary>
    /// <returns>Null when it is no object, has a name twice, or a text that is no text.</returns>
    public static JwkMembers? TryTake(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
            return null;

        var members = new JwkMembers();
        try
        {
            foreach (var member in key.EnumerateObject())
            {
                if (!members._members.TryAdd(member.Name, member.Value))
                    return null;
            }
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair in a name
        }

        return members;
    }

    /// <summary>Whether the member is there, whatever it is.</summary>
    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>A member that is a string; null when it is absent or something else.</summary>
    public string? FindString(string name) => _members.TryGetValue(name, out var value) ? TextOf(value) : null;

    /// <summary>A member that is strict base64url; null when it is absent or something else.</summary>
    public byte[]? FindBytes(string name) =>
        FindString(name) is { } text ? StrictBase64Url.TryDecode(text) : null;

    /// <summary>A member that is an array; null when it is absent or something else.</summary>
    public JsonElement? FindArray(string name) =>
        _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    /// <summary>A member that is an array of distinct strings; null when it is absent or something else.</summary>
    public IReadOnlyList<string>? FindStrings(string name)
    {
        if (!_members.TryGetValue(name, out var array) || array.ValueKind != JsonValueKind.Array)
            return null;

        var strings = new List<string>();
        foreach (var item in array.EnumerateArray())
        {
            if (TextOf(item) is not { } text || strings.Contains(text))
                return null;
            strings.Add(text);
        }

        return strings;
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }
}
