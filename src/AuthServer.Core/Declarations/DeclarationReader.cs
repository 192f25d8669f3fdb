using System.Text.Json;

namespace AuthServer.Core.Declarations;

/// <summary>Reads one file into the set; what does not hold becomes errors with file, path and line.</summary>
internal sealed class DeclarationReader(DeclarationSet set, List<DeclarationError> errors)
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 32,
    };

    public void Read(string file, byte[] utf8)
    {
        // Editors on some systems begin a file with a byte order mark.
        var text = utf8.AsMemory(utf8.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, Strict);
        }
        catch (JsonException e)
        {
            errors.Add(new DeclarationError(file, "", "is not JSON: " + e.Message, (int?)e.LineNumber + 1));
            return;
        }

        using (document)
        {
            var sections = new DeclarationSections(set, file, (path, problem) =>
                errors.Add(new DeclarationError(file, path, problem, JsonLines.Find(text.Span, path))));
            sections.Read(document.RootElement);
        }
    }
}
