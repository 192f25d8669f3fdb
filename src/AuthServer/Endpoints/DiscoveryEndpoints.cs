using AuthServer.Hosting;
using AuthServer.Protocol.Discovery;

namespace AuthServer.Endpoints;

/// <summary>The public documents: OIDC Discovery §4, RFC 8414 §3, RFC 7517.</summary>
internal static class DiscoveryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var metadata = routes.ServiceProvider.GetRequiredService<Metadata>();
        RequestDelegate document = async context =>
            await WriteAsync(context, await metadata.WriteAsync(context.RequestAborted), "public, max-age=300");
        routes.MapGet("/.well-known/openid-configuration", document).RequireCors(CorsPolicies.Anyone);
        routes.MapGet("/.well-known/oauth-authorization-server", document).RequireCors(CorsPolicies.Anyone);
        // Short: a key is shown a day before it signs, and gone from here a day after it matters.
        routes.MapGet("/.well-known/jwks.json", (RequestDelegate)(context =>
            WriteAsync(context, metadata.WriteKeys(), "public, max-age=300"))).RequireCors(CorsPolicies.Anyone);
    }

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, string cacheControl)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.CacheControl = cacheControl;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
