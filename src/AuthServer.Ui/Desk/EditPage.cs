using AuthServer.Core.Editing;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Desk;

/// <summary>A page on which one object of the configuration is edited.</summary>
internal abstract class EditPage : AdminPage
{
    /// <summary>The field that says on which version somebody decided.</summary>
    public const string VersionField = "version";

    /// <summary>What still needs the object that was to go.</summary>
    public IReadOnlyList<ObjectUse> Uses { get; private set; } = [];

    /// <summary>Who edits.</summary>
    protected Editor Editor
    {
        get
        {
            var version = Request.Form[VersionField].ToString();
            return new Editor(Me.Rights, Because()) { DecidedOn = v => version.Length == 0 || version == v };
        }
    }

    /// <summary>The address of the list that the object stands in.</summary>
    protected abstract string List { get; }

    /// <summary>What follows an edit.</summary>
    /// <param name="shown">Shows the page anew, filled.</param>
    /// <param name="here">The object's own page.</param>
    protected async Task<IActionResult> AnswerAsync(EditOutcome outcome, string here, Func<Task<IActionResult>> shown)
    {
        switch (outcome)
        {
            case EditOutcome.Created:
                return To(here, Flash.Created);
            case EditOutcome.Changed:
                return To(here, Flash.Saved);
            case EditOutcome.Gone:
                return To(List, Flash.Deleted);
            case EditOutcome.NotFound:
                return Missing();
            case EditOutcome.InUse(var uses):
                Uses = uses;
                Say(Flash.InUse);
                return await shown();
            default:
                Say(WordOf(outcome));
                return await shown();
        }
    }

    private static string WordOf(EditOutcome outcome) => outcome switch
    {
        EditOutcome.Stale => Flash.Conflict,
        EditOutcome.Forbidden => Flash.Forbidden,
        EditOutcome.Exists => Flash.Exists,
        EditOutcome.Full => Flash.Full,
        _ => Flash.Wrong,
    };
}
