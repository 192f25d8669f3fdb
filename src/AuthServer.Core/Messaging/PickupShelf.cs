using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Messaging;

/// <summary>Reads what was put into the pickup folders; for developers. It knows our own files and no others.</summary>
public sealed partial class PickupShelf
{
    private readonly string _mail;
    private readonly string _sms;

    internal PickupShelf(IOptions<EmailOptions> email, IOptions<SmsOptions> sms) =>
        (_mail, _sms) = (email.Value.PickupDirectory, sms.Value.PickupDirectory);

    /// <summary>The newest messages, newest first.</summary>
    public async Task<IReadOnlyList<ShelvedMessage>> NewestAsync(int most, CancellationToken ct)
    {
        var newest = new List<ShelvedMessage>();
        foreach (var file in Files(_mail, "*.eml").Concat(Files(_sms, "*.txt")).OrderByDescending(f => f.Name).Take(most))
        {
            if (await ReadAsync(file, ct) is { } message)
                newest.Add(message);
        }

        return newest;
    }

    /// <summary>One by the name of its file; null: there is none.</summary>
    public async Task<ShelvedMessage?> FindAsync(string name, CancellationToken ct) =>
        OwnName().IsMatch(name) ? await ReadAsync(new FileInfo(Path.Combine(_mail, name)), ct) : null;

    private static IEnumerable<FileInfo> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(pattern) : [];

    private static async Task<ShelvedMessage?> ReadAsync(FileInfo file, CancellationToken ct)
    {
        string content;
        try
        {
            content = (await File.ReadAllTextAsync(file.FullName, ct)).ReplaceLineEndings("\n");
        }
        catch (IOException)
        {
            return null; // somebody tidies up
        }

        var (head, body) = Split(content);
        var at = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
        if (file.Extension == ".txt")
            return new ShelvedMessage(file.Name, MessageChannel.Sms, at) { To = Header(head, "To"), Text = body };
        var parts = Boundary().Match(head) is { Success: true } boundary
            ? body.Split("--" + boundary.Groups[1].Value).Select(p => Split(p.TrimStart('\n'))).ToList()
            : [];
        return new ShelvedMessage(file.Name, MessageChannel.Email, at)
        {
            To = Header(head, "To"),
            Subject = Decoded(Header(head, "Subject")),
            Text = Part(parts, "text/plain") ?? body,
            Html = Part(parts, "text/html"),
        };
    }

    private static string? Part(List<(string Head, string Body)> parts, string type) =>
        parts.Find(p => p.Head.Contains(type, StringComparison.Ordinal)) is { Body: { } body } ? body.TrimEnd('\n') : null;

    private static (string Head, string Body) Split(string part)
    {
        var end = part.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? ("", part) : (part[..end].Replace("\n ", " ", StringComparison.Ordinal), part[(end + 2)..]);
    }

    private static string Header(string head, string name) =>
        Array.Find(head.Split('\n'), l => l.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..] ?? "";

    private static string Decoded(string header) => EncodedWord().Replace(
        Gap().Replace(header, "?==?"), word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));

    [GeneratedRegex(@"^[0-9T.]+-[0-9a-f]{32}\.eml\z")]
    private static partial Regex OwnName();

    [GeneratedRegex("boundary=\"([^\"]+)\"")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\?= =\?")]
    private static partial Regex Gap();
}
