using AuthServer.Core.Clients;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AuthServer.Hosting;

/// <summary>Which origins' scripts may call: every one for public documents, those of clients for the rest. Never with
/// cookies: nothing that scripts may call looks at them.</summary>
internal sealed class ClientCors(ClientOrigins origins, IConfiguration configuration) : ICorsPolicyProvider
{
    private static readonly CorsPolicy Anyone = new CorsPolicyBuilder().AllowAnyOrigin().WithMethods("GET").Build();

    private readonly ConfiguredOrigins _configured = ConfiguredOrigins.Of(configuration);

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) => Task.FromResult(policyName switch
    {
        CorsPolicies.Anyone => Anyone,
        CorsPolicies.Clients => PolicyFor(context, origins.IsAllowed, "GET", "POST"),
        CorsPolicies.FirstParty => PolicyFor(context, origins.IsFirstParty, "GET", "POST", "PATCH", "PUT", "DELETE"),
        // Asked for every endpoint; one that names no policy speaks to no script (RFC 9700 §2.6).
        _ => null,
    });

    private CorsPolicy? PolicyFor(HttpContext context, Func<string, bool> isOfClient, params string[] methods)
    {
        // The answer depends on who asks, also where it is a refusal: no cache may give it to somebody else.
        context.Response.Headers.Append("Vary", "Origin");
        var origin = context.Request.Headers.Origin.ToString();
        if (!_configured.Contains(origin) && !isOfClient(origin))
            return null;
        return new CorsPolicyBuilder(origin).WithMethods(methods).AllowAnyHeader()
            .WithExposedHeaders("WWW-Authenticate", "Retry-After", "Attempt-Id").SetPreflightMaxAge(TimeSpan.FromMinutes(10)).Build();
    }
}
