using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using Npgsql;

namespace AuthServer.AdminApi;

/// <summary>GET /api/admin/audit/export: the log as a file.</summary>
internal sealed class AuditExportCalls(AuditLog log, AuditSealer sealer, AuditTrail audit, NpgsqlDataSource database)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<AuditExportCalls>(api.ServiceProvider);
        api.MapAdmin("GET", "/audit/export", AdminRights.Security, calls.ExportAsync).WithSummary("What happened, as a file")
            .WithDescription(
                "`format=jsonl` (without: the same), an event a line, or `format=csv`, where what a spreadsheet would take for a "
                + "formula has an apostrophe before it. By number, without gaps; `from` and `to` are times with an offset.")
            .Produces(StatusCodes.Status200OK).Fails(Problems.ValidationFailed);
    }

    private async Task<IResult> ExportAsync(Administrator administrator, HttpContext context)
    {
        var ct = context.RequestAborted;
        var (filter, problem) = AuditParameters.Read(context.Request.Query);
        if (filter is null)
            return problem!; // one of the two is there
        var format = context.Request.Query["format"].ToString();
        if (format is not ("" or "jsonl" or "csv"))
            return Problems.Invalid("format", "not_one_of");

        await TellAsync(administrator, filter, format is "csv" ? format : "jsonl", ct);
        // With what happened until now, this call as the last.
        await sealer.SealAsync(ct);
        return new AuditFile(log.ExportAsync(filter.From, filter.To, ct), format is "csv");
    }

    /// <summary>Before the first line leaves: what was not written down is not given out.</summary>
    private async Task TellAsync(Administrator administrator, AuditFilter filter, string format, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var told = new AuditEvent(administrator.By, AuditActions.AuditExported, AuditTargets.Everything, "")
        {
            After = new { format, filter.From, filter.To },
        };
        await audit.AddAsync(connection, told, ct);
    }
}
