using System.Globalization;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>Who did what, and whether the log is still what was written.</summary>
internal sealed class AuditModel(AuditLog log, AuditVerifier verifier, AuditSealer sealer, AuditExport export) : AdminPage
{
    private const int CheckpointsShown = 5;

    private static readonly string[] Orders = ["-at"];

    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<AuditEntry> Events { get; private set; } = new([], null);

    /// <summary>The last few.</summary>
    public Page<AuditCheckpoint> Checkpoints { get; private set; } = new([], null);

    /// <summary>Null: nobody asked.</summary>
    public AuditVerification? Verification { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, Orders, "action", "actor", "kind", "target", "from", "to");
        var filter = new AuditFilter(
            List.Filter("action"), List.Filter("actor"), List.Filter("kind"), List.Filter("target"), Day(List.Filter("from")), Day(List.Filter("to"))?.AddDays(1));
        Events = await log.ListAsync(filter, List.Query, ct);
        Checkpoints = await log.ListCheckpointsAsync(new PageQuery(null, new ListOrder("number", true), null, CheckpointsShown), ct);
        return Page();
    }

    /// <summary>Reads the whole log: a form, so that no link makes it.</summary>
    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnPostVerifyAsync(string? checkpoint, CancellationToken ct)
    {
        Verification = await verifier.RunAsync(string.IsNullOrWhiteSpace(checkpoint) ? null : checkpoint, ct);
        return await OnGetAsync(ct);
    }

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostCheckpointAsync(CancellationToken ct)
    {
        await sealer.MakeCheckpointAsync(ct);
        return Again(Flash.Created);
    }

    /// <summary>As a file, of the days that the list is narrowed to: a form, because the log says who took it.</summary>
    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostExportAsync(string? format, CancellationToken ct)
    {
        var isCsv = format == "csv";
        Response.ContentType = AuditExport.TypeOf(isCsv);
        Response.Headers.ContentDisposition = AuditExport.NameOf(isCsv);
        await foreach (var line in export.RunAsync(Day(Request.Form["from"]), Day(Request.Form["to"])?.AddDays(1), isCsv, Me.By, ct))
            await Response.WriteAsync(line, ct);
        return new EmptyResult();
    }

    private static DateTimeOffset? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
}
