using AuthServer.Core.Accounts;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/users/{id}/…: what is done to an account, one thing a call.</summary>
internal sealed class UserStateCalls(
    AccountLocks locks, AccountRoles roles, AccountEdits edits, AccountSupport support, AccountRecords records)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<UserStateCalls>(api.ServiceProvider);
        Support(api, "lock", calls.LockAsync).WithSummary("Lock an account")
            .WithDescription("Everything of the person ends, and nobody signs in there until it is unlocked.").Fails(Problems.LastAdministrator);
        Support(api, "unlock", calls.UnlockAsync).WithSummary("Unlock an account")
            .WithDescription("Also after too many wrong passwords. What ended stays ended.");
        Support(api, "verify", calls.VerifyAsync).WithSummary("Take it that the e-mail address is the person's");
        Support(api, "reset-mfa", calls.ResetFactorsAsync).WithSummary("Take away every second factor")
            .WithDescription("The authenticator app with its recovery codes, and passkeys. A mail tells the person.");
        Support(api, "send-reset", calls.SendResetAsync).WithSummary("Send the mail by which a new password is chosen")
            .Fails(Problems.AccountLocked);
        api.MapAdmin<WantedRoles>("PUT", "/users/{id}/roles", AdminRights.Owner, calls.SetRolesAsync).WithSummary("Set the roles of a person")
            .WithDescription("All of them. In force at once, also for tokens that were given before; nothing of the person ends.")
            .Produces<AccountRecord>().Fails(Problems.NotFound, Problems.LastAdministrator, Problems.PreconditionFailed).Recently()
            .Example(new WantedRoles(["user"]), UserExamples.Account);
    }

    private static RouteHandlerBuilder Support(
        IEndpointRouteBuilder api, string what, Func<Guid, Authority, HttpContext, Task<AccountOutcome>> change) =>
        api.MapAdmin("POST", $"/users/{{id}}/{what}", AdminRights.Support, async (administrator, context) =>
            context.FindId("id") is { } id
                ? UserAnswers.Of(await change(id, UserAnswers.Authority(administrator, context), context))
                : Problems.NotFound)
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.PreconditionFailed);

    private Task<AccountOutcome> LockAsync(Guid id, Authority authority, HttpContext context) =>
        locks.LockAsync(id, authority, context.RequestAborted);

    private Task<AccountOutcome> UnlockAsync(Guid id, Authority authority, HttpContext context) =>
        locks.UnlockAsync(id, authority, context.RequestAborted);

    private Task<AccountOutcome> VerifyAsync(Guid id, Authority authority, HttpContext context) =>
        edits.VerifyAsync(id, authority, context.RequestAborted);

    private Task<AccountOutcome> ResetFactorsAsync(Guid id, Authority authority, HttpContext context) =>
        support.ResetFactorsAsync(id, authority, Languages.Current, context.RequestAborted);

    private Task<AccountOutcome> SendResetAsync(Guid id, Authority authority, HttpContext context) =>
        support.SendResetAsync(id, authority, Languages.Current, context.RequestAborted);

    private async Task<IResult> SetRolesAsync(Administrator administrator, WantedRoles body, HttpContext context)
    {
        if (context.FindId("id") is not { } id)
            return Problems.NotFound;
        var outcome = await roles.SetAsync(id, body.Roles ?? [], UserAnswers.Authority(administrator, context), context.RequestAborted);
        return outcome is AccountOutcome.Done && await records.FindAsync(id, context.RequestAborted) is var (account, version)
            ? Versions.Shown(context, account, Versions.Of(version))
            : UserAnswers.Of(outcome);
    }
}
