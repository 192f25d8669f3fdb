using AuthServer.Core.Keys;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>What signs and seals.</summary>
internal sealed class KeysModel(KeyRing ring) : AdminPage
{
    public IReadOnlyList<ListedKey> Keys { get; private set; } = [];

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Keys = await ring.ListAsync(ct);
        return Page();
    }

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostRotateAsync(CancellationToken ct) =>
        Again(await ring.RotateAsync(Because(), ct) ? "rotated" : "rotating");

    /// <summary>Ends a key with all that it made.</summary>
    [Needs(AdminRights.Security, Recently = true)]
    public async Task<IActionResult> OnPostRevokeAsync(string key, CancellationToken ct) =>
        Again(!IsTyped(key) ? Flash.NotTyped : await ring.RevokeAsync(key, Because(), ct) ? Flash.Ended : Flash.Gone);
}
