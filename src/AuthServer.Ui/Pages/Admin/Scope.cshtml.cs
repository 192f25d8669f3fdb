using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <inheritdoc/>
internal sealed class ScopeModel(ObjectEdits edits) : ObjectPage(edits, DeskObjects.Scopes, Right)
{
    private const AdminRights Right = AdminRights.Clients;

    [Needs(Right)]
    public Task<IActionResult> OnPostAsync(string? id, CancellationToken ct) => SaveAsync(id, ct);

    [Needs(Right)]
    public Task<IActionResult> OnPostDeleteAsync(string? id, CancellationToken ct) => DeleteAsync(id, ct);
}
