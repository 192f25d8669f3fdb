using System.Reflection;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Ui.Desk;

/// <summary>
/// Whether somebody may do what they ask for, before any handler of an administrators' page does anything. The forms
/// themselves are checked before (antiforgery), as on every page.
/// </summary>
internal sealed class RightsFilter(DeskPeople people, StepUp stepUp) : IAsyncPageFilter
{
    private static readonly GateError NoAdministrator = new(
        StatusCodes.Status403Forbidden, Texts.Later("This place is for administrators"),
        Texts.Later("Your account is none of theirs. Sign out, and in again with another one."));

    private static readonly GateError RightMissing = new(
        StatusCodes.Status403Forbidden, Texts.Later("Your role does not allow this"),
        Texts.Later("Ask somebody who has the right to do it, or to give it to you."));

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (await people.FindAsync(http, http.RequestAborted) is not { } person)
        {
            context.Result = new LocalRedirectResult("~/account/login?returnUrl=" + LocalReturn.Desk);
            return;
        }

        var needed = context.HandlerMethod?.MethodInfo.GetCustomAttribute<NeedsAttribute>();
        if (needed is null || context.HandlerInstance is not AdminPage page || !person.May(AdminRights.Read | needed.Right))
        {
            context.Result = new GateErrorAction(person.Rights == AdminRights.None ? NoAdministrator : RightMissing);
            return;
        }

        page.Me = person;
        http.Items[typeof(DeskPerson)] = person;
        context.Result = needed.Recently && !person.SignedInRecently && await stepUp.ProveAsync(http, person, http.RequestAborted) is { } trouble
            ? page.Again(trouble)
            : null;
        if (context.Result is null)
            await next();
    }
}
