using System.Globalization;
using System.Text;
using System.Text.Json;
using AuthServer.Core.Audit;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>Events as they come, a line each, never all of them in memory.</summary>
internal sealed class AuditFile(IAsyncEnumerable<AuditEntry> entries, bool isCsv) : IResult
{
    private const string Header = "number,id,at,actor_kind,actor,via,from,action,target_kind,target,before,after,reason,erased,seal\r\n";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = isCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"audit.{(isCsv ? "csv" : "jsonl")}\"";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(false), 32 * 1024, leaveOpen: true);
        if (isCsv)
            await writer.WriteAsync(Header);
        await foreach (var entry in entries)
            await writer.WriteAsync(isCsv ? LineOf(entry) : JsonSerializer.Serialize(entry, JsonBody.Options) + "\n");
    }

    private static string LineOf(AuditEntry entry) => CsvLine.Of(
        entry.Number?.ToString(CultureInfo.InvariantCulture), entry.Id.ToString(), entry.At.ToString("O", CultureInfo.InvariantCulture),
        entry.Actor.Kind, entry.Actor.Id, entry.Actor.Via, entry.Actor.From, entry.Action, entry.Target.Kind, entry.Target.Id,
        entry.Before?.GetRawText(), entry.After?.GetRawText(), entry.Reason, entry.Erased ? "true" : "false", entry.Seal);
}
