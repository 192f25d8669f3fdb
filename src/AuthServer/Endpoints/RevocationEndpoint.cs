using AuthServer.Hosting;
using AuthServer.Protocol.Revocation;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/revoke — RFC 7009 §2.</summary>
internal static class RevocationEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<RevocationFlow>();
        routes.MapPost("/connect/revoke", (RequestDelegate)(context => AnswerAsync(context, flow)))
            .RequireCors(CorsPolicies.Clients);
    }

    private static async Task AnswerAsync(HttpContext context, RevocationFlow flow)
    {
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error))
        {
            await OAuthHttp.WriteErrorAsync(context, error);
            return;
        }

        var refusal = await flow.RevokeAsync(OAuthHttp.AuthorizationOf(context.Request), form, context.RequestAborted);
        if (refusal is null)
            context.Response.Headers.CacheControl = "no-store";
        else
            await OAuthHttp.WriteErrorAsync(context, refusal);
    }
}
