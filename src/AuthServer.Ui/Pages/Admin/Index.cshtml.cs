using AuthServer.Core.Accounts;
using AuthServer.Core.Messaging;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>How it goes.</summary>
internal sealed class IndexModel(ServerActivity activity) : AdminPage
{
    private const int Days = 30;

    /// <summary>One for each day, today last.</summary>
    public IReadOnlyList<ActivityCount> Counts { get; private set; } = [];

    public ActivityCount Today => Counts[^1];

    public MailStatus Mail { get; private set; } = null!; // set before the page is drawn

    public long Sessions { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Counts = await activity.ReadAsync(Days, ct);
        (Sessions, Mail) = await activity.NowAsync(ct);
        return Page();
    }
}
