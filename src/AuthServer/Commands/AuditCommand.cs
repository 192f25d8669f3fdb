using System.CommandLine;
using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary><c>audit verify [--checkpoint file]</c>: whether the audit log is what it was. Changes nothing.</summary>
internal static class AuditCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonBody.Options) { WriteIndented = true };

    public static Command Of(IServiceProvider services)
    {
        var checkpoint = new Option<FileInfo?>("--checkpoint")
        {
            Description = "A checkpoint that was kept elsewhere: shows whether events before it are gone.",
        };
        var verify = new Command("verify", "Whether the audit log is what it was; what is wrong is named, event by event.") { checkpoint };
        verify.SetAction(async (asked, ct) =>
        {
            var kept = asked.GetValue(checkpoint) is { } file ? await File.ReadAllTextAsync(file.FullName, ct) : null;
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            return await TellAsync(await services.GetRequiredService<AuditVerifier>().RunAsync(kept, ct));
        });
        return new Command("audit", "The audit log.") { verify };
    }

    private static async Task<int> TellAsync(AuditVerification found)
    {
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(found, Indented));
        if (found is { Checkpoint.Number: null, Faults: [{ Fault: AuditFaults.NoCheckpoint }] })
        {
            await Console.Error.WriteLineAsync("That is no checkpoint of this server. The audit log by itself is intact.");
            return CommandLine.Refused;
        }

        await Console.Error.WriteLineAsync(found.Intact
            ? $"The audit log is intact: {found.Events} events, the last number {found.To}."
            : $"THE AUDIT LOG IS NOT WHAT IT WAS: {Describe(found.Faults[0])}{(found.Faults.Count > 1 ? $", and {found.Faults.Count - 1} more" : "")}.");
        return found.Intact ? CommandLine.Done : CommandLine.Differs;
    }

    private static string Describe(AuditFault first) =>
        $"{first.Fault}, number {first.Number}{(first.Until is { } until && until != first.Number ? $" to {until}" : "")}, id {first.Id}";
}
