using System.Text.Json;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Declarations;

/// <summary>
/// Reads the members of one object strictly. Whatever is asked for is thereby known; <see cref="End"/> tells of the rest.
/// </summary>
internal sealed class DeclaredObject(JsonElement element, string path, Action<string, string> error)
{
    private readonly HashSet<string> _known = [];

    public bool HasErrors { get; private set; }

    public JsonElement Element => element;

    /// <summary>An object's members; null, and an error, when it is none.</summary>
    public static DeclaredObject? Open(JsonElement element, string path, Action<string, string> error)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return new DeclaredObject(element, path, error);
        error(path, "must be an object");
        return null;
    }

    /// <summary>A text; null when it is absent or empty.</summary>
    public string? Text(string name, Func<string, string?>? judge = null, int maxLength = 1000)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return Wrong<string>(name, "must be a string");
        var text = value.GetString() ?? "";
        if (text.Length == 0)
            return null;
        if (text.Length > maxLength)
            return Wrong<string>(name, $"must have at most {maxLength} characters");
        if (text.AsSpan().ContainsAnyInRange('\0', '\x1f'))
            return Wrong<string>(name, "must not hold control characters");
        return judge?.Invoke(text) is { } wrong ? Wrong<string>(name, wrong) : text;
    }

    /// <summary>A text that must be there; empty, and an error, when it is not.</summary>
    public string NeedText(string name, Func<string, string?>? judge = null, int maxLength = 1000)
    {
        var before = HasErrors;
        HasErrors = false;
        var text = Text(name, judge, maxLength);
        if (text is null && !HasErrors)
            Fail(name, "is needed");
        HasErrors |= before;
        return text ?? "";
    }

    public bool Flag(string name)
    {
        if (Find(name) is not { } value)
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fail(name, "must be true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A whole number above 0; null when it is absent.</summary>
    public int? Count(string name)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count > 0)
            return count;
        Fail(name, "must be a whole number above 0");
        return null;
    }

    /// <summary>Texts; empty when it is absent.</summary>
    public IReadOnlyList<string> Texts(string name, Func<string, string?>? judge = null)
    {
        var texts = new List<string>();
        foreach (var (value, index) in Items(name).Select((v, i) => (v, i)))
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (string.IsNullOrEmpty(text))
                Fail($"{name}[{index}]", "must be a string that is not empty");
            else if (judge?.Invoke(text) is { } wrong)
                Fail($"{name}[{index}]", wrong);
            else
                texts.Add(text);
        }

        return texts;
    }

    /// <summary>The items of an array; none when it is absent.</summary>
    public IEnumerable<JsonElement> Items(string name)
    {
        if (Find(name) is not { } value || IsEmpty(value))
            return [];
        if (value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray();
        Fail(name, "must be an array");
        return [];
    }

    /// <summary>Whether it says that there is none.</summary>
    public static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals("");

    /// <summary>Any member; null when it is absent.</summary>
    public JsonElement? Find(string name)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public void Fail(string name, string text)
    {
        HasErrors = true;
        error(At(name), text);
    }

    public string At(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Tells of members that nobody asked for.</summary>
    /// <returns>Whether the object is without errors.</returns>
    public bool End()
    {
        foreach (var unknown in element.EnumerateObject().Where(p => !_known.Contains(p.Name)))
            Fail(unknown.Name, NearestName.Describe(unknown.Name, _known));
        return !HasErrors;
    }

    private T? Wrong<T>(string name, string text)
        where T : class
    {
        Fail(name, text);
        return null;
    }
}
