using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>The log as a file. That somebody took it is in it.</summary>
public sealed class AuditExport(AuditLog log, AuditSealer sealer, AuditTrail audit, NpgsqlDataSource database)
{
    private const string Header = "number,id,at,actor_kind,actor,via,from,action,target_kind,target,before,after,reason,erased,seal\r\n";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What the file is, for <c>Content-Type</c>.</summary>
    public static string TypeOf(bool isCsv) => isCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";

    /// <summary>What it is called, for <c>Content-Disposition</c>.</summary>
    public static string NameOf(bool isCsv) => $"attachment; filename=\"audit.{(isCsv ? "csv" : "jsonl")}\"";

    /// <summary>Writes down that it is taken, and gives it out: by number, without gaps, never all of it in memory.</summary>
    /// <param name="from">Nothing from before; null: all.</param>
    /// <param name="to">Nothing from then on; null: all.</param>
    /// <param name="isCsv">As a spreadsheet reads it, where what it would take for a formula has an apostrophe before it; else JSON.</param>
    /// <returns>Lines with their ends.</returns>
    public async IAsyncEnumerable<string> RunAsync(
        DateTimeOffset? from, DateTimeOffset? to, bool isCsv, Actor by, [EnumeratorCancellation] CancellationToken ct)
    {
        // Before the first line leaves: what was not written down is not given out.
        await TellAsync(new { format = isCsv ? "csv" : "jsonl", from, to }, by, ct);
        // With what happened until now, this as the last.
        await sealer.SealAsync(ct);
        if (isCsv)
            yield return Header;
        await foreach (var entry in log.ExportAsync(from, to, ct))
            yield return isCsv ? LineOf(entry) : JsonSerializer.Serialize(entry, Json) + "\n";
    }

    private async Task TellAsync(object what, Actor by, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var told = new AuditEvent(by, AuditActions.AuditExported, AuditTargets.Everything, "") { After = what };
        await audit.AddAsync(connection, told, ct);
    }

    private static string LineOf(AuditEntry entry) => CsvLine.Of(
        entry.Number?.ToString(CultureInfo.InvariantCulture), entry.Id.ToString(), entry.At.ToString("O", CultureInfo.InvariantCulture),
        entry.Actor.Kind, entry.Actor.Id, entry.Actor.Via, entry.Actor.From, entry.Action, entry.Target.Kind, entry.Target.Id,
        entry.Before?.GetRawText(), entry.After?.GetRawText(), entry.Reason, entry.Erased ? "true" : "false", entry.Seal);
}
