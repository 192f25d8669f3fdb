using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>A step of the configuration, and the way back to it.</summary>
internal sealed class ChangeSetModel(ChangeHistory history, ConfigurationDesk desk) : AdminPage
{
    public ChangeSetDetail Detail { get; private set; } = null!; // set before the page is drawn

    /// <summary>Why it could not be restored; null: nobody tried.</summary>
    public ChangeOutcome.Refused? Refused { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(long number, CancellationToken ct)
    {
        if (await history.FindAsync(number, ct) is not { } detail)
            return Missing();
        Detail = detail;
        Trail = [new(Texts.Later("Configuration"), Navigation.Home + "/configuration")];
        return Page();
    }

    /// <summary>The whole configuration as it was then.</summary>
    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetExportAsync(long number, CancellationToken ct) =>
        await history.FindAsync(number, ct) is { } detail
            ? File(detail.Document.ToArray(), "application/json", $"declarations-{number}.json")
            : Missing();

    [Needs(AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostRestoreAsync(long number, CancellationToken ct)
    {
        switch (await desk.RollBackAsync(number, new DecidedOn(), Because(), ct))
        {
            case ChangeOutcome.Applied or ChangeOutcome.NothingToDo:
                return To(Navigation.Home + "/configuration", "restored");
            case ChangeOutcome.Refused refused:
                Refused = refused;
                return await OnGetAsync(number, ct);
            default:
                return Missing();
        }
    }
}
