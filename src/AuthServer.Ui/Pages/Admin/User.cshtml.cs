using AuthServer.Core.Accounts;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One person: who they are, where they are signed in, which apps they let in, and help.</summary>
internal sealed class UserModel(AccountRecords records, AccountLocks locks, AccountEdits edits, AccountSupport support, OwnSessions sessions, OwnApps apps)
    : AccountPage
{
    public AccountRecord Person { get; private set; } = null!; // set before the page is drawn

    public IReadOnlyList<OwnSession> Sessions { get; private set; } = [];

    public IReadOnlyList<OwnApp> Apps { get; private set; } = [];

    public string Name => Person.FullName is { Length: > 0 } name ? name : Person.Email;

    /// <summary>Administrators are changed by who may do everything alone.</summary>
    public bool MayTouch => May(AdminRights.Owner) || AdministratorRoles.RightsOf(Person.Roles) == AdminRights.None;

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await records.FindAsync(id, ct) is not var (person, _))
            return Missing();
        Person = person;
        Sessions = await sessions.ListAsync(id, ct);
        Apps = await apps.ListAsync(id, ct);
        Trail = TrailTo();
        return Page();
    }

    [Needs(AdminRights.Support)]
    public Task<IActionResult> OnPostLockAsync(Guid id, CancellationToken ct) => AnswerAsync(locks.LockAsync(id, Authority, ct), "locked");

    [Needs(AdminRights.Support)]
    public Task<IActionResult> OnPostUnlockAsync(Guid id, CancellationToken ct) => AnswerAsync(locks.UnlockAsync(id, Authority, ct), "unlocked");

    [Needs(AdminRights.Support)]
    public Task<IActionResult> OnPostVerifyAsync(Guid id, CancellationToken ct) => AnswerAsync(edits.VerifyAsync(id, Authority, ct), "verified");

    [Needs(AdminRights.Support)]
    public Task<IActionResult> OnPostResetAsync(Guid id, CancellationToken ct) =>
        AnswerAsync(support.SendResetAsync(id, Authority, Languages.Current, ct), "sent");

    [Needs(AdminRights.Support)]
    public Task<IActionResult> OnPostFactorsAsync(Guid id, CancellationToken ct) =>
        AnswerAsync(support.ResetFactorsAsync(id, Authority, Languages.Current, ct), Flash.Saved);

    /// <summary>Everything of theirs; they may sign in again.</summary>
    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostEndAsync(Guid id, [FromServices] UserEndings endings, CancellationToken ct) =>
        await endings.RevokeAsync(id, Because(), ct) is null ? Missing() : Again(Flash.Ended);

    [Needs(AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id, [FromServices] AccountDeletions deletions, CancellationToken ct)
    {
        if (await records.FindAsync(id, ct) is not var (person, _))
            return Missing();
        if (!IsTyped(person.Email))
            return Again(Flash.NotTyped);
        return await deletions.DeleteAsync(id, Authority, Languages.Current, ct) switch
        {
            AccountOutcome.Done => To(List, Flash.Deleted),
            AccountOutcome.NotFound => Missing(),
            var outcome => Again(WordOf(outcome)),
        };
    }
}
