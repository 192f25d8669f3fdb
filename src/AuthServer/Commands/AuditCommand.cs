using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary><c>authserver audit verify [--checkpoint file]</c>: whether the audit log is what it was. Changes nothing.</summary>
internal static class AuditCommand
{
    private const int Intact = 0;
    private const int Faulty = 2;
    private const string Usage = "usage: authserver audit verify [--checkpoint file]";

    private static readonly JsonSerializerOptions Indented = new(JsonBody.Options) { WriteIndented = true };

    /// <summary>Runs it.</summary>
    /// <returns>Null: the arguments are about something else. 0: nothing is wrong; 2: something is; 1: nobody can tell.</returns>
    public static async Task<int?> TryRunAsync(string[] args, IServiceProvider services, CancellationToken ct)
    {
        if (args is not ["audit", ..])
            return null;
        if (args is not (["audit", "verify"] or ["audit", "verify", "--checkpoint", _]))
            return await FailAsync(Usage);
        try
        {
            var checkpoint = args is [_, _, _, var file] ? await File.ReadAllTextAsync(file, ct) : null;
            if (!await services.GetRequiredService<Migrator>().IsCurrentAsync(ct))
                return await FailAsync("The database is not that of this version: start the server once.");
            await services.GetRequiredService<KeyRing>().LoadAsync(ct);
            return await TellAsync(await services.GetRequiredService<AuditVerifier>().RunAsync(checkpoint, ct));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or KeyRingLockedException || DatabaseFault.Is(fault))
        {
            return await FailAsync(fault.Message);
        }
    }

    private static async Task<int> TellAsync(AuditVerification found)
    {
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(found, Indented));
        await Console.Error.WriteLineAsync(found.Intact
            ? $"The audit log is intact: {found.Events} events, the last number {found.To}."
            : $"THE AUDIT LOG IS NOT WHAT IT WAS: {Describe(found.Faults[0])}{(found.Faults.Count > 1 ? $", and {found.Faults.Count - 1} more" : "")}.");
        return found.Intact ? Intact : Faulty;
    }

    private static string Describe(AuditFault first) =>
        $"{first.Fault}, number {first.Number}{(first.Until is { } until && until != first.Number ? $" to {until}" : "")}, id {first.Id}";

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return Unstartable.ExitCode;
    }
}
