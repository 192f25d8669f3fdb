using AuthServer.Core.Accounts;
using AuthServer.Core.SignIn;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;

namespace AuthServer.AccountApi;

/// <summary>GET /api/account/export and DELETE /api/account.</summary>
internal sealed class DataCalls(AccountExports exports, AccountDeletions deletions)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<DataCalls>(api.ServiceProvider);
        api.MapOwn("GET", "/export", calls.ExportAsync, SignInAge.Recent).WithSummary("Everything that is kept about me")
            .WithDescription("Of passwords, codes and tokens nothing but whether there are any.")
            .Produces<object>(contentType: "application/json");
        api.MapOwn("DELETE", "", calls.DeleteAsync, SignInAge.Recent).WithSummary("Delete my account")
            .WithDescription("At once and for good: every session and token ends, every row goes, and a mail says so.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.LastAdministrator);
    }

    private async Task<IResult> ExportAsync(Caller caller, HttpContext context)
    {
        context.Response.Headers.ContentDisposition = "attachment; filename=\"account.json\"";
        return Results.Text(await exports.GetAsync(caller.UserId, context.RequestAborted), "application/json");
    }

    private async Task<IResult> DeleteAsync(Caller caller, HttpContext context) =>
        await deletions.DeleteAsync(caller.UserId, Authority.Own(caller.UserId), Languages.Current, context.RequestAborted) switch
        {
            AccountOutcome.Done => Answer.Done,
            AccountOutcome.LastAdministrator => Problems.LastAdministrator,
            _ => Problems.InvalidToken,
        };
}
