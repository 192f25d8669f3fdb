using AuthServer.Core.Accounts;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One person: who they are, where they are signed in, which apps they let in.</summary>
internal sealed class UserModel(
    SubjectCache users, UserEndings endings, AccountLocks locks, OwnSessions sessions, SessionEndings sessionEndings, OwnApps apps)
    : AdminPage
{
    public Subject Person { get; private set; } = null!; // set before the page is drawn

    public IReadOnlyList<OwnSession> Sessions { get; private set; } = [];

    public IReadOnlyList<OwnApp> Apps { get; private set; } = [];

    public string Name => Person.Name is { Length: > 0 } name ? name : Person.Email ?? Shown.Short(Person.Id);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        // As the database has them: what was just done is to be seen.
        if (await users.LoadAsync(id, ct) is not { } person)
            return Missing();
        Person = person;
        Sessions = await sessions.ListAsync(id, ct);
        Apps = await apps.ListAsync(id, ct);
        Trail = [new(Texts.Later("Users"), Navigation.Home + "/users")];
        return Page();
    }

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostLockAsync(Guid id, CancellationToken ct) =>
        After(await locks.LockAsync(id, new Authority(Because(), Me.Rights), ct), "locked");

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostUnlockAsync(Guid id, CancellationToken ct) =>
        After(await locks.UnlockAsync(id, new Authority(Because(), Me.Rights), ct), "unlocked");

    private IActionResult After(AccountOutcome outcome, string told) => outcome switch
    {
        AccountOutcome.Done => Again(told),
        AccountOutcome.NotFound => Missing(),
        AccountOutcome.LastAdministrator => Again("last-owner"),
        _ => Again("protected"),
    };

    /// <summary>One session with what it gave.</summary>
    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostSessionAsync(Guid id, Guid session, CancellationToken ct) =>
        Again(await sessionEndings.EndAsync(id, session, Because(), ct) is null ? Flash.Gone : Flash.Ended);

    /// <summary>Everything of theirs; they may sign in again.</summary>
    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken ct) =>
        await endings.RevokeAsync(id, Because(), ct) is null ? Missing() : Again(Flash.Ended);
}
