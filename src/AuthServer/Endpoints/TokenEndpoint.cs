using AuthServer.Hosting;
using AuthServer.Protocol.Token;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/token — RFC 6749 §3.2.</summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<TokenFlow>();
        routes.MapPost("/connect/token", (RequestDelegate)(context => AnswerAsync(context, flow)))
            .RequireCors(CorsPolicies.Clients);
    }

    private static async Task AnswerAsync(HttpContext context, TokenFlow flow)
    {
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error))
        {
            await OAuthHttp.WriteErrorAsync(context, error);
            return;
        }

        var answer = await flow.AnswerAsync(OAuthHttp.AuthorizationOf(context.Request), form, context.RequestAborted);
        if (answer.Succeeded(out var tokens, out error))
            await OAuthHttp.WriteJsonAsync(context.Response, OAuthJson.Tokens(tokens));
        else
            await OAuthHttp.WriteErrorAsync(context, error);
    }
}
