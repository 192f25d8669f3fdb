using AuthServer.Core.Authorizations;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>What people gave apps.</summary>
internal sealed class AuthorizationsModel(AuthorizationDirectory authorizations, AuthorizationEnd endings) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ListedAuthorization> Authorizations { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, TimeOrder.Orders, "state", "user", "client", "session");
        var only = new AuthorizationFilter(
            List.Id("user"), List.Filter("client"), List.Id("session"), List.Flag("state", "live", "over"));
        Authorizations = await authorizations.ListAsync(List.Query, only, ct);
        return Page();
    }

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostEndAsync(Guid authorization, CancellationToken ct) =>
        Again(await endings.RunAsync(authorization, Because(), ct) is null ? Flash.Gone : Flash.Ended);
}
