using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>People and apps that fit a text.</summary>
internal sealed class SearchModel(UserSearch users, ClientList clients) : AdminPage
{
    private const int Most = 10;

    /// <summary>What is searched for; null: nothing.</summary>
    public string? Text { get; private set; }

    public IReadOnlyList<ListedUser> Users { get; private set; } = [];

    public IReadOnlyList<ClientItem> Clients { get; private set; } = [];

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Text = DeskList.Read(Request, UserSearch.Orders).Query.Text;
        if (Text is null)
            return Page();
        Users = (await users.ListAsync(new PageQuery(Text, ListOrder.Parse(UserSearch.Orders[0]), null, Most), new UserFilter(), ct)).Items;
        Clients = (await clients.FindAsync(new PageQuery(Text, ListOrder.Parse(ClientList.Orders[0]), null, Most), ct)).Items;
        return Page();
    }
}
