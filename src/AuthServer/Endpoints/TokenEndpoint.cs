using AuthServer.Hosting;
using AuthServer.Protocol.Token;

namespace AuthServer.Endpoints;

/// <summary>POST /connect/token — RFC 6749 §3.2.</summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var flow = routes.ServiceProvider.GetRequiredService<TokenFlow>();
        routes.MapForm("/connect/token", async (authorization, form, ct) =>
        {
            if (!(await flow.AnswerAsync(authorization, form, ct)).Succeeded(out var tokens, out var error))
                return error;
            Counts.Issued(form.Find("grant_type") ?? "none", tokens); // it succeeded: the grant is one of ours
            return OAuthJson.Tokens(tokens);
        }).RequireCors(CorsPolicies.Clients);
    }
}
