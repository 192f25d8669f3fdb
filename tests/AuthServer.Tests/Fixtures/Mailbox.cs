using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace AuthServer.Tests.Fixtures;

/// <summary>What a server's people find in their mail and on their phones: the files of its pickup folders.</summary>
public sealed class Mailbox(ServerProcess node)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A file never changes: the rest of a server's mail is read once, however many people look for theirs.
    private static readonly ConcurrentDictionary<string, Letter> Letters = new();

    private readonly HashSet<string> _read = [];

    /// <summary>Waits for the next message to that address or number, in the order in which they came.</summary>
    public async Task<Letter> NextAsync(string to)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(25))
        {
            if (Unread(to) is [var letter, ..])
            {
                _read.Add(letter.File);
                return letter;
            }

            if (waited.Elapsed > Patience)
                throw new TimeoutException($"Nothing came to {to}. The end of the server's log:\n{node.Log[^Math.Min(node.Log.Length, 4000)..]}");
        }
    }

    /// <summary>The next message of which <paramref name="which"/> is true; those before it count as read.</summary>
    public async Task<Letter> NextAsync(string to, Func<Letter, bool> which)
    {
        while (true)
        {
            var letter = await NextAsync(to);
            if (which(letter))
                return letter;
        }
    }

    /// <summary>What came so far and was not asked for yet.</summary>
    public IReadOnlyList<Letter> Unread(string to) =>
        [.. Files().Where(f => !_read.Contains(f)).Select(f => Letters.GetOrAdd(f, Letter.Read)).Where(l => l.To == to)];

    private IEnumerable<string> Files() =>
        new[] { ("mail", "*.eml"), ("sms", "*.txt") }
            .Select(p => (Folder: new DirectoryInfo(Path.Combine(node.Folder, p.Item1)), Pattern: p.Item2))
            .Where(p => p.Folder.Exists)
            .SelectMany(p => p.Folder.EnumerateFiles(p.Pattern))
            .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => f.FullName);
}

/// <summary>One mail or text message.</summary>
public sealed partial record Letter(string File, string To, string Subject, string Text)
{
    /// <summary>Whether there is one.</summary>
    public bool HasCode => CodePattern().IsMatch(Text);

    /// <summary>The code in it: digits that stand between spaces.</summary>
    public string Code => CodeOf(6);

    /// <summary>The address in it that carries a token.</summary>
    public Uri Link => LinkPattern().Match(Text) is { Success: true } found
        ? new Uri(found.Value)
        : throw new InvalidOperationException($"No link in: {Text}");

    /// <summary>The code of so many digits.</summary>
    public string CodeOf(int length) =>
        CodePattern().Matches(Text).Select(m => m.Value).FirstOrDefault(v => v.Length == length)
        ?? throw new InvalidOperationException($"No code in: {Text}");

    internal static Letter Read(string file)
    {
        var whole = System.IO.File.ReadAllText(file).ReplaceLineEndings("\n");
        var (head, body) = Split(whole);
        return new Letter(file, Header(head, "To"), Header(head, "Subject"), TextOf(head, body));
    }

    private static (string Head, string Body) Split(string part)
    {
        var at = part.IndexOf("\n\n", StringComparison.Ordinal);
        return at < 0 ? (part, "") : (Folding().Replace(part[..at], " "), part[(at + 2)..]);
    }

    private static string Header(string head, string name) =>
        head.Split('\n').FirstOrDefault(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            is { } line ? line[(name.Length + 1)..].Trim() : "";

    /// <summary>The text part, decoded.</summary>
    private static string TextOf(string head, string body)
    {
        if (Boundary().Match(Header(head, "Content-Type")) is { Success: true } boundary)
        {
            var parts = body.Split("--" + boundary.Groups[1].Value).Skip(1).Select(p => Split(p.TrimStart('\n')));
            var text = parts.First(p => Header(p.Head, "Content-Type").StartsWith("text/plain", StringComparison.OrdinalIgnoreCase));
            return TextOf(text.Head, text.Body);
        }

        return Header(head, "Content-Transfer-Encoding").ToUpperInvariant() switch
        {
            "BASE64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
            "QUOTED-PRINTABLE" => Unquoted(body),
            _ => body,
        };
    }

    private static string Unquoted(string body)
    {
        var bytes = new List<byte>();
        var text = body.Replace("=\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '=' && i + 2 < text.Length;
            bytes.Add(isEscape ? Convert.ToByte(text.Substring(i + 1, 2), 16) : (byte)text[i]);
            i += isEscape ? 2 : 0;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"(?<=^|\s)\d{4,8}(?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"https?://\S+token=\S+")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folding();

    [GeneratedRegex("boundary=\"?([^\";]+)\"?")]
    private static partial Regex Boundary();
}
