using System.Security.Claims;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// Says who asks for a page before its form is checked. Antiforgery then ties every form to the session that it was
/// made for: a form from before a sign-in, or of another person, is refused.
/// </summary>
internal sealed class SignedInFilter(SignedInReader reader) : IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        // The error page says the same to everybody, and must not need what may just have failed.
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            return;
        if (await reader.ReadAsync(http, http.RequestAborted) is not { } who)
            return;
        var session = new Claim("sid", who.SessionId.ToString());
        http.User = new ClaimsPrincipal(new ClaimsIdentity([session], "session"));
    }
}
