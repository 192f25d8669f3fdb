using AuthServer.Core.Users;
using AuthServer.Core.Webhooks;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>Who outside is told of what happens here.</summary>
internal sealed class WebhooksModel(WebhookStore webhooks) : AdminPage
{
    public IReadOnlyList<Webhook> Webhooks { get; private set; } = [];

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Webhooks = await webhooks.ListAsync(ct);
        return Page();
    }
}
