using AuthServer.Core.Recorder;
using AuthServer.Core.Users;
using AuthServer.Protocol.Refusals;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One attempt, explained.</summary>
internal sealed class AttemptModel(AttemptStore attempts) : AdminPage
{
    private const string List = Navigation.Home + "/attempts";

    public Attempt Attempt { get; private set; } = null!; // set before the page is drawn

    /// <summary>Null: nothing was refused, or by a version that knew another rule.</summary>
    public Explanation? Explanation => Attempt.Rule is { } rule ? Explanations.Find(rule) : null;

    /// <summary>What happened, in one line.</summary>
    public static string? TitleOf(Attempt attempt) =>
        attempt.Rule is { } rule && Explanations.Find(rule) is { } known ? known.Title : attempt.Description;

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(string? id, CancellationToken ct)
    {
        if (id is null || await attempts.FindAsync(id, ct) is not { } found)
            return Missing();
        Attempt = found;
        Trail = [new(Texts.Later("Attempts"), List)];
        return Page();
    }
}
