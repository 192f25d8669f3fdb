using AuthServer.Hosting;
using AuthServer.Protocol.Discovery;
using AuthServer.Protocol.Wire;
using Microsoft.Extensions.Primitives;

namespace AuthServer.Endpoints;

/// <summary>The public documents: OIDC Discovery §4, RFC 8414 §3, RFC 7517.</summary>
internal static class DiscoveryEndpoints
{
    // Short: a key is shown a day before it signs, and gone from here a day after it matters.
    private static readonly StringValues MaxAge = "public, max-age=300";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var metadata = routes.ServiceProvider.GetRequiredService<Metadata>();
        RequestDelegate description = async context =>
            await WriteAsync(context, await metadata.DescribeAsync(context.RequestAborted));
        var issuer = routes.ServiceProvider.GetRequiredService<IIssuer>();
        Map(routes, "/.well-known/openid-configuration", description);
        Map(routes, "/.well-known/oauth-authorization-server", description);
        // RFC 8414 §3.1 puts the path of an issuer after its own.
        Map(routes, "/.well-known/oauth-authorization-server/{**path}", context =>
            new Uri(issuer.Url).AbsolutePath == $"/{context.Request.RouteValues["path"]}" ? description(context) : NotFoundAsync(context));
        Map(routes, "/.well-known/jwks.json", context => WriteAsync(context, metadata.DescribeKeys()));
    }

    private static void Map(IEndpointRouteBuilder routes, string path, RequestDelegate answer) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], answer).RequireCors(CorsPolicies.Anyone);

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, PublicDocument document)
    {
        var response = context.Response;
        response.Headers.CacheControl = MaxAge;
        response.Headers.ETag = document.ETag;
        if (HasAlready(context.Request.Headers.IfNoneMatch, document.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json";
        response.ContentLength = document.Json.Length;
        return response.Body.WriteAsync(document.Json, context.RequestAborted).AsTask();
    }

    /// <summary>RFC 9110 §13.1.2: a list, or an asterisk; weak tags compare as strong ones.</summary>
    private static bool HasAlready(StringValues tags, string tag) => tags.Count > 0
        && tags.Any(line => line!.Split(',', StringSplitOptions.TrimEntries) // a header's lines are not null
            .Any(t => t == "*" || t == tag || (t.StartsWith("W/", StringComparison.Ordinal) && t[2..] == tag)));
}
