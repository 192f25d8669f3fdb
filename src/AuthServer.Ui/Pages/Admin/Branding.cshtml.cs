using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <inheritdoc/>
internal sealed class BrandingModel(ObjectEdits edits) : ObjectPage(edits, DeskObjects.Branding, Right)
{
    private const AdminRights Right = AdminRights.Owner;

    [Needs(Right)]
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => SaveAsync(null, ct);
}
