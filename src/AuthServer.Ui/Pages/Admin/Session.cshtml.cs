using AuthServer.Core.Authorizations;
using AuthServer.Core.Sessions;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One sign-in, and which apps know that it is over.</summary>
internal sealed class SessionModel(SessionDirectory sessions, SessionNotices notices, SessionEndings endings) : AdminPage
{
    public ListedSession Session { get; private set; } = null!; // set before the page is drawn

    public IReadOnlyList<SessionNotice> Notices { get; private set; } = [];

    public string Person => Session.Name ?? Session.Email ?? Shown.Short(Session.UserId);

    /// <summary>Whether it is the one in which this page is read.</summary>
    public bool IsOwn => Session.Id == Me.SessionId;

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await sessions.FindAsync(id, ct) is not { } session)
            return Missing();
        (Session, Notices) = (session, await notices.ListAsync(id, ct));
        Trail = [new(Texts.Later("Sessions"), Navigation.Home + "/sessions")];
        return Page();
    }

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken ct) =>
        Again(await endings.EndAsync(null, id, Because(), ct) is null ? Flash.Gone : Flash.Ended);
}
