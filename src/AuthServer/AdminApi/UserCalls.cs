using AuthServer.Core.Authorizations;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/users: people's accounts.</summary>
internal sealed class UserCalls(UserEndings endings)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<UserCalls>(api.ServiceProvider);
        api.MapAdmin("POST", "/users/{id}/lock", AdminRights.Support, calls.LockAsync).WithSummary("Lock an account")
            .WithDescription("Everything of the person ends, and nobody signs in there until it is unlocked.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
        api.MapAdmin("POST", "/users/{id}/unlock", AdminRights.Support, calls.UnlockAsync).WithSummary("Unlock an account")
            .WithDescription("What ended stays ended.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
    }

    private async Task<IResult> LockAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await endings.LockAsync(id, administrator.Because(), context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;

    private async Task<IResult> UnlockAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await endings.UnlockAsync(id, administrator.Because(), context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;
}
