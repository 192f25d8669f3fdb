using AuthServer.Protocol.Introspection;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/introspect — RFC 7662 §2.</summary>
internal static class IntrospectionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<IntrospectionFlow>();
        routes.MapPost("/connect/introspect", (RequestDelegate)(context => AnswerAsync(context, flow)));
    }

    private static async Task AnswerAsync(HttpContext context, IntrospectionFlow flow)
    {
        if (!(await OAuthHttp.ReadFormAsync(context.Request)).Succeeded(out var form, out var error))
        {
            await OAuthHttp.WriteErrorAsync(context, error);
            return;
        }

        var answer = await flow.AnswerAsync(OAuthHttp.AuthorizationOf(context.Request), form, context.RequestAborted);
        if (answer.Succeeded(out var json, out error))
            await OAuthHttp.WriteJsonAsync(context.Response, json);
        else
            await OAuthHttp.WriteErrorAsync(context, error);
    }
}
