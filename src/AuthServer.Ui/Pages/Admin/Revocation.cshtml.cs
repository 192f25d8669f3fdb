using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>The end of what was given: a token, everything of somebody, or everything there is.</summary>
internal sealed class RevocationModel(RevocationDirectory revocations, NamedEndings endings) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<FeedEntry> Revocations { get; private set; } = new([], null);

    /// <summary>What can be named in the form; everything has a form of its own.</summary>
    public static IEnumerable<string> Kinds => NamedEndings.Kinds.Where(k => k != NamedEndings.All);

    /// <summary>What is typed before everything ends.</summary>
    public static string Everything => NamedEndings.All;

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, TimeOrder.Orders);
        Revocations = await revocations.ListAsync(List.Query, null, ct);
        return Page();
    }

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostEndAsync(string? kind, string? key, CancellationToken ct) =>
        Kinds.Contains(kind) && await endings.EndAsync(kind ?? "", key?.Trim() ?? "", Because(), ct) is not null
            ? Again(Flash.Ended)
            : Again(Flash.Gone);

    /// <summary>Also the administrators' own sign-ins, and what every app holds.</summary>
    [Needs(AdminRights.Security | AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostEverythingAsync(CancellationToken ct)
    {
        if (!IsTyped(Everything))
            return Again(Flash.NotTyped);
        await endings.EndAsync(NamedEndings.All, "", Because(), ct);
        return Again(Flash.Ended);
    }
}
