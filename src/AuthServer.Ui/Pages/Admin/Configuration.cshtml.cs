using System.Text;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>The configuration as a whole: what it is, how it came to be, and what a document would make of it.</summary>
internal sealed class ConfigurationModel(ConfigurationDesk desk, ChangeHistory history, DeclarationFiles files) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ChangeSet> Changes { get; private set; } = new([], null);

    /// <summary>What the files that the server watches would change.</summary>
    public ChangeOutcome? Drift { get; private set; }

    /// <summary>What the document that was sent would change; null: none was.</summary>
    public ChangeOutcome? Outcome { get; private set; }

    /// <summary>The document that was sent.</summary>
    public string Document { get; private set; } = "";

    /// <summary>Whether what it does not name is to go.</summary>
    public bool Prune { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, ChangeHistory.Orders);
        Changes = await history.ListAsync(List.Query, ct);
        Drift = await history.DriftAsync(ct);
        return Page();
    }

    /// <summary>The configuration as a file; never a secret.</summary>
    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetExportAsync(CancellationToken ct) =>
        File((await desk.ExportAsync(ct)).Utf8.ToArray(), "application/json", "declarations.json");

    /// <summary>What the document would change; nothing happens.</summary>
    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnPostPlanAsync(IFormFile? file, CancellationToken ct)
    {
        await ReadAsync(file, ct);
        Outcome = await desk.PlanAsync(Reading(), Prune, ct);
        return await OnGetAsync(ct);
    }

    [Needs(AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostApplyAsync(CancellationToken ct)
    {
        await ReadAsync(null, ct);
        Outcome = await desk.ApplyAsync(Reading(), Prune, new DecidedOn(Plan: Request.Form["plan"]), Because(), ct);
        switch (Outcome)
        {
            case ChangeOutcome.Applied or ChangeOutcome.NothingToDo:
                return Again("applied");
            case ChangeOutcome.Outdated:
                Say(Flash.Conflict);
                Outcome = await desk.PlanAsync(Reading(), Prune, ct);
                break;
        }

        return await OnGetAsync(ct);
    }

    private DeclarationReading Reading() => files.ReadPart("the document", Encoding.UTF8.GetBytes(Document));

    private async Task ReadAsync(IFormFile? file, CancellationToken ct)
    {
        Prune = Request.Form["prune"] == "true";
        Document = Request.Form["document"].ToString();
        if (file is not { Length: > 0 })
            return;
        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        Document = await reader.ReadToEndAsync(ct);
    }
}
