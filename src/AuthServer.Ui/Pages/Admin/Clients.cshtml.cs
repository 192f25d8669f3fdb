using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>The apps.</summary>
internal sealed class ClientsModel(ClientList clients) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ClientItem> Clients { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, ClientList.Orders);
        Clients = await clients.FindAsync(List.Query, ct);
        return Page();
    }
}
