using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>The people.</summary>
internal sealed class UsersModel(UserSearch users) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ListedUser> Users { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, UserSearch.Orders, "state", "role");
        var state = List.Filter("state");
        var only = new UserFilter(
            List.Filter("role"), state == "locked" ? true : null, state == "unverified" ? false : null);
        Users = await users.ListAsync(List.Query, only, ct);
        return Page();
    }
}
