using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace AuthServer.Protocol.Tests.Jose.Interop;

/// <summary>The <c>jose</c> library from npm, in a process of its own.</summary>
internal sealed class NodeJose
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Jose", "Interop", "node");

    private readonly string _folder;

    private NodeJose(string folder) => _folder = folder;

    /// <summary>Installs what the lock file names, once an account: the folder is named by its hash.</summary>
    public static async Task<NodeJose> InstallAsync()
    {
        var hash = SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json")));
        var folder = Path.Combine(Cache(), "jose-" + Convert.ToHexStringLower(hash)[..16]);
        if (Directory.Exists(folder))
            return new NodeJose(folder);

        // Installed aside and renamed, so that what stands under the name is complete, whoever else installs now.
        var aside = Directory.CreateDirectory($"{folder}-{Guid.CreateVersion7():N}").FullName;
        try
        {
            foreach (var name in (string[])["package.json", "package-lock.json", ".npmrc"])
                File.Copy(Path.Combine(Source, name), Path.Combine(aside, name));
            await RunAsync(aside, "npm", ["ci"], input: "");
            Directory.Move(aside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another run was first.
        }
        finally
        {
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
        }

        return new NodeJose(folder);
    }

    /// <summary>Asks the script beside this file.</summary>
    public async Task<JsonElement> AskAsync(object request)
    {
        // Node looks for packages from where the script stands.
        var script = Path.Combine(_folder, $"interop-{Guid.CreateVersion7():N}.mjs");
        File.Copy(Path.Combine(Source, "interop.mjs"), script);
        try
        {
            return JsonElement.Parse(await RunAsync(_folder, "node", [script], JsonSerializer.Serialize(request)));
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Cache()
    {
        var own = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(own.Length > 0 ? own : Path.GetTempPath(), "authserver-tests");
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {Patience}");
        }
    }
}
