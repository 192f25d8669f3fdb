using System.Security.Claims;
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
        if (await reader.ReadAsync(http, http.RequestAborted) is not { } who)
            return;
        var session = new Claim("sid", who.SessionId.ToString());
        http.User = new ClaimsPrincipal(new ClaimsIdentity([session], "session"));
    }
}
