using System.Globalization;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>Who did what, and whether the log is still what was written.</summary>
internal sealed class AuditModel(AuditLog log, AuditVerifier verifier) : AdminPage
{
    private static readonly string[] Orders = ["-at"];

    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<AuditEntry> Events { get; private set; } = new([], null);

    /// <summary>Null: nobody asked.</summary>
    public AuditVerification? Verification { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, Orders, "action", "actor", "kind", "target", "from", "to");
        var filter = new AuditFilter(
            List.Filter("action"), List.Filter("actor"), List.Filter("kind"), List.Filter("target"), Day("from"), Day("to")?.AddDays(1));
        Events = await log.ListAsync(filter, List.Query, ct);
        return Page();
    }

    /// <summary>Reads the whole log: a form, so that no link makes it.</summary>
    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnPostVerifyAsync(string? checkpoint, CancellationToken ct)
    {
        Verification = await verifier.RunAsync(string.IsNullOrWhiteSpace(checkpoint) ? null : checkpoint, ct);
        return await OnGetAsync(ct);
    }

    private DateTimeOffset? Day(string name) =>
        DateOnly.TryParseExact(List.Filter(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
}
