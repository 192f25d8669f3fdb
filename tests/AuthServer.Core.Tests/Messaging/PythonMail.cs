using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace AuthServer.Core.Tests.Messaging;

/// <summary>A mail as Python's standard library reads it.</summary>
internal sealed record PythonMail(string Subject, string FromName, string Text, string Html, int Defects, IReadOnlyList<string> Headers)
{
    private const string Script =
        """
        import email, email.policy, json, sys
        mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        parts = list(mail.walk())
        print(json.dumps({
          "subject": mail["subject"], "from": mail["from"].addresses[0].display_name,
          "text": mail.get_body(("plain",)).get_content().replace("\r\n", "\n").removesuffix("\n"),
          "html": mail.get_body(("html",)).get_content(),
          "headers": mail.keys(), "defects": sum(len(p.defects) for p in parts)}))
        """;

    public static async Task<PythonMail> ReadAsync(string content)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("not started");
        await python.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(content));
        python.StandardInput.Close();
        using var read = JsonDocument.Parse(await python.StandardOutput.ReadToEndAsync());
        var root = read.RootElement;
        return new PythonMail(
            root.GetProperty("subject").GetString() ?? "", root.GetProperty("from").GetString() ?? "",
            root.GetProperty("text").GetString() ?? "", root.GetProperty("html").GetString() ?? "",
            root.GetProperty("defects").GetInt32(),
            [.. root.GetProperty("headers").EnumerateArray().Select(h => h.GetString() ?? "")]);
    }
}
