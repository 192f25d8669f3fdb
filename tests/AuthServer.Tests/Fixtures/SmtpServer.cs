using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace AuthServer.Tests.Fixtures;

/// <summary>A real submission server: Debian's python3-aiosmtpd. Its mails survive it.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private SmtpServer(Process process, int port, string folder) => (_process, Port, Folder) = (process, port, folder);

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where it keeps its mails; give it to the next one, and that goes on.</summary>
    public string Folder { get; }

    /// <summary>Starts one. See smtp_server.py for what it does with which recipients.</summary>
    /// <param name="port">0: any.</param>
    /// <param name="folder">Null: a new one.</param>
    /// <param name="options">Options of smtp_server.py.</param>
    public static async Task<SmtpServer> StartAsync(int port = 0, string? folder = null, params string[] options)
    {
        if (!HasAiosmtpd.Value)
            throw SkippedTestException.Missing("python3-aiosmtpd");
        folder ??= Directory.CreateTempSubdirectory("auth-smtp-").FullName;
        port = port == 0 ? Ports.Free() : port;
        var info = new ProcessStartInfo(
            Python,
            [Repository.PathOf("tests", "AuthServer.Tests", "Fixtures", "smtp_server.py"), "--folder", folder, "--port", $"{port}", .. options])
        {
            RedirectStandardInput = true, // stays open for as long as we live
            RedirectStandardOutput = true,
        };
        var process = Process.Start(info) ?? throw new InvalidOperationException("not started");
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) != "ready")
            throw new InvalidOperationException("The mail server did not start; it says why on standard error.");
        return new SmtpServer(process, port, folder);
    }

    /// <summary>A certificate for localhost that nobody else trusts, with its key, as a PEM file.</summary>
    public static (string File, X509Certificate2 Certificate) MakeCertificate(DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var certificate = request.CreateSelfSigned(from, until);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return (file, certificate);
    }

    /// <summary>What it took so far, oldest first.</summary>
    public IReadOnlyList<TakenMail> Mails => TakenMail.In(Folder);

    /// <summary>Ends it, as a power cut would.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static readonly Lazy<bool> HasAiosmtpd = new(() =>
    {
        if (!File.Exists(Python))
            return false;
        using var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true });
        probe?.WaitForExit();
        return probe?.ExitCode == 0;
    });
}

/// <summary>A mail as a server took it.</summary>
public sealed record TakenMail(string From, IReadOnlyList<string> To, bool Secured, string? User, string Content)
{
    /// <summary>What tells one message from another.</summary>
    public string MessageId => Header("Message-ID");

    /// <summary>A header, unfolded.</summary>
    public string Header(string name) => Content[..Content.IndexOf("\r\n\r\n", StringComparison.Ordinal)]
        .Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
        .First(l => l.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    /// <summary>Those in a server's folder.</summary>
    public static IReadOnlyList<TakenMail> In(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static TakenMail Read(string file)
    {
        using var mail = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = mail.RootElement;
        return new TakenMail(
            root.GetProperty("from").GetString() ?? "",
            [.. root.GetProperty("to").EnumerateArray().Select(t => t.GetString() ?? "")],
            root.GetProperty("secured").GetBoolean(), root.GetProperty("user").GetString(),
            Encoding.UTF8.GetString(root.GetProperty("content").GetBytesFromBase64()));
    }
}
