using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Desk;

/// <summary>The list of one kind of objects.</summary>
/// <param name="edits">Where they are.</param>
/// <param name="editing">The right to make one.</param>
internal abstract class ObjectListPage(ObjectEdits edits, DeskObject kind, AdminRights editing) : AdminPage
{
    public DeskObject Kind => kind;

    /// <summary>Whether they may make one.</summary>
    public bool MayEdit => May(editing);

    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<EditedObject> Found { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, [kind.KeyMember]);
        Found = await edits.FindAsync(kind.Target, List.Query, ct);
        return Page();
    }
}
