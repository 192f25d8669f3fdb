using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>How it goes.</summary>
internal sealed class IndexModel : AdminPage
{
    [Needs(AdminRights.Read)]
    public IActionResult OnGet() => Page();
}
