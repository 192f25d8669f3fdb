using System.Diagnostics;
using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.AdminApi;

/// <summary>The server's binary, run as a command beside a server that runs.</summary>
internal static class AuditCommands
{
    /// <returns>The exit code, and everything that it wrote.</returns>
    public static async Task<(int ExitCode, string Said)> RunAsync(RunningServer server, params string[] arguments)
    {
        var info = new ProcessStartInfo(Repository.ServerCommand[0], [.. Repository.ServerCommand[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = server.Node.Folder,
        };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        info.Environment["ConnectionStrings__Default"] = server.ConnectionString;
        info.Environment["Issuer"] = server.Issuer;
        info.Environment["Keys__EncryptionSecret"] = server.EncryptionSecret;
        info.Environment["Declarations__Paths__0"] = Path.Combine(server.Node.Folder, "test-declarations.json");
        using var process = Process.Start(info) ?? throw new InvalidOperationException("not started");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
