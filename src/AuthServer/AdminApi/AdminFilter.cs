using AuthServer.Hosting;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.AdminApi;

/// <summary>
/// Lets through who holds a token for us with the scope <c>admin</c>: a person in the role of that name now, or a client by
/// itself that was granted the scope.
/// </summary>
internal sealed class AdminFilter(LiveTokens tokens, IIssuer issuer) : IEndpointFilter
{
    private static readonly Problem InsufficientScope =
        new(403, "insufficient_scope", "The access token must have the scope admin.") { Challenge = "Bearer error=\"insufficient_scope\", scope=\"admin\"" };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        var header = http.Request.Headers.Authorization;
        if (header.Count == 0)
            return Problems.InvalidToken with { Challenge = "Bearer" };
        if (Callers.TokenOf(header.ToString()) is not { } text
            || await tokens.FindAsync(text, http.RequestAborted) is not { } live || !live.Token.Audiences.Contains(issuer.Url))
            return Problems.InvalidToken with { Challenge = "Bearer error=\"invalid_token\"" };
        return live.Token.Scopes.Has(StandardScopes.Admin) && live.Subject?.Roles.Contains(StandardScopes.Admin) is null or true
            ? await next(context)
            : InsufficientScope;
    }
}
