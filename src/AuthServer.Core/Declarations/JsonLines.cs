using System.Text.Json;

namespace AuthServer.Core.Declarations;

/// <summary>On which line a JSON path stands; looked for only when there is an error to tell.</summary>
internal static class JsonLines
{
    /// <returns>From 1; null when the path is not in the text.</returns>
    public static int? Find(ReadOnlySpan<byte> utf8, string path)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        });
        // Where we are: the path of each open container, and the next index in an array (-1: an object).
        var open = new Stack<(string Path, int Index)>();
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString() ?? "";
                if (Child(open.Peek(), name) == path)
                    return LineOf(utf8, reader.TokenStartIndex);
                continue;
            }

            var here = Enter(open, name);
            if (here == path)
                return LineOf(utf8, reader.TokenStartIndex);
            if (reader.TokenType == JsonTokenType.StartObject)
                open.Push((here, -1));
            else if (reader.TokenType == JsonTokenType.StartArray)
                open.Push((here, 0));
        }

        return null;
    }

    private static string Enter(Stack<(string Path, int Index)> open, string name)
    {
        if (!open.TryPop(out var parent))
            return "";
        open.Push(parent.Index < 0 ? parent : (parent.Path, parent.Index + 1));
        return Child(parent, name);
    }

    private static string Child((string Path, int Index) parent, string name) =>
        parent.Index >= 0 ? $"{parent.Path}[{parent.Index}]"
        : parent.Path.Length == 0 ? name
        : $"{parent.Path}.{name}";

    private static int LineOf(ReadOnlySpan<byte> utf8, long index) => utf8[..(int)index].Count((byte)'\n') + 1;
}
