using System.Text.Json.Nodes;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Desk;

/// <summary>One object of a kind, or a new one. What changes it has the right of its kind, so the pages themselves name it.</summary>
/// <param name="editing">The right to change it.</param>
internal abstract class ObjectPage(ObjectEdits edits, DeskObject kind, AdminRights editing) : EditPage
{
    public DeskObject Kind => kind;

    /// <summary>Whether they may change it.</summary>
    public bool MayEdit => May(editing);

    /// <summary>As it is stored; null: a new one.</summary>
    public EditedObject? Stored { get; private set; }

    public DocumentForm Form { get; private set; } = null!; // set before the page is drawn

    /// <summary>Whether it always exists.</summary>
    public bool IsBuiltIn => Stored?.Members["built_in"]?.GetValue<bool>() ?? false;

    protected override string List => kind.List;

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(string? id, CancellationToken ct) =>
        (id is not null || kind.IsOnly || MayEdit) && await FindAsync(id, ct) ? Page() : Missing();

    protected async Task<IActionResult> SaveAsync(string? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
            return Missing();
        Form = DocumentForm.Of(Form.Sections, Request.Form);
        if (Form.ToDocument() is not { } document)
        {
            Say(Flash.Wrong);
            return Page();
        }

        var outcome = Stored is null
            ? await edits.CreateAsync(kind.Target, document, Editor, ct)
            : await edits.ReplaceAsync(kind.Target, Stored.Key, document, Editor, ct);
        if (outcome is EditOutcome.Refused(var complaints))
            Form = Form.With(complaints);
        var key = Stored?.Key ?? (outcome as EditOutcome.Created)?.Made.Key;
        return await AnswerAsync(outcome, kind.One(key), Shown);
    }

    protected async Task<IActionResult> DeleteAsync(string? id, CancellationToken ct)
    {
        if (id is null || !await FindAsync(id, ct))
            return Missing();
        return IsTyped(id) ? await AnswerAsync(await edits.DeleteAsync(kind.Target, id, Editor, ct), kind.One(id), Shown) : Again(Flash.NotTyped);
    }

    private Task<IActionResult> Shown() => Task.FromResult<IActionResult>(Page());

    private async Task<bool> FindAsync(string? id, CancellationToken ct)
    {
        if (kind.IsOnly)
            id = "";
        Stored = id is null ? null : await edits.FindAsync(kind.Target, id, ct);
        if (id is not null && Stored is null)
            return false;
        Trail = kind.IsOnly ? [] : [new(kind.Title, kind.List)];
        Form = DocumentForm.Of(Stored is null ? kind.Sections : Known(), Stored?.Members ?? new JsonObject(), [.. kind.Besides, .. Stored is null ? [] : (string[])[kind.KeyMember]]);
        return true;
    }

    // Its name never changes: it stands above the form.
    private FormSection[] Known() =>
        [.. kind.Sections.Select(s => s with { Members = [.. s.Members.Where(m => m.Name != kind.KeyMember)] }).Where(s => s.Members.Count > 0)];
}
