using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>Who is signed in where.</summary>
internal sealed class SessionsModel(SessionDirectory sessions) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ListedSession> Sessions { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, TimeOrder.Orders, "state", "user");
        Sessions = await sessions.ListAsync(List.Query, List.Id("user"), List.Flag("state", "live", "over"), ct);
        return Page();
    }
}
