using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>GET /api/admin/audit/export: the log as a file.</summary>
internal sealed class AuditExportCalls(AuditExport export)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<AuditExportCalls>(api.ServiceProvider);
        api.MapAdmin("GET", "/audit/export", AdminRights.Security, calls.ExportAsync).WithSummary("What happened, as a file")
            .WithDescription("By number, without gaps.")
            .Takes(
                [("format", "`jsonl` (without: the same), an event a line; or `csv`, where what a spreadsheet would take for a formula has an apostrophe before it."),
                 .. AuditParameters.Times])
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

        var response = context.Response;
        var isCsv = format is "csv";
        response.ContentType = AuditExport.TypeOf(isCsv);
        response.Headers.ContentDisposition = AuditExport.NameOf(isCsv);
        await foreach (var line in export.RunAsync(filter.From, filter.To, isCsv, administrator.By, ct))
            await response.WriteAsync(line, ct);
        return Results.Empty;
    }
}
