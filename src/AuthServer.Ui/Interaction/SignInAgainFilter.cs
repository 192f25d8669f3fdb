using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// A form of a session that is over is refused, being nobody's; whoever sits there is shown where to sign in rather
/// than that a form is out of date.
/// </summary>
internal sealed class SignInAgainFilter(SignedInReader reader) : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (context.Result is IAntiforgeryValidationFailedResult
            && http.Request.Query[AuthorizeLink.Parameter] is [{ Length: > 0 } handle]
            && await reader.ReadAsync(http, http.RequestAborted) is null)
            context.Result = new LocalRedirectResult("~" + AuthorizeLink.Login(handle));
        await next();
    }
}
