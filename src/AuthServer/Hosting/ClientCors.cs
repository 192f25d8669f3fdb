using AuthServer.Core.Clients;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AuthServer.Hosting;

/// <summary>Which origins' scripts may call: every one for public documents, those of clients for the rest. Never with
/// cookies: nothing that scripts may call looks at them.</summary>
internal sealed class ClientCors(ClientOrigins origins, IConfiguration configuration) : ICorsPolicyProvider
{
    private static readonly CorsPolicy Anyone = new CorsPolicyBuilder().AllowAnyOrigin().WithMethods("GET").Build();

    private readonly string[] _configured = configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName == CorsPolicies.Anyone)
            return Task.FromResult<CorsPolicy?>(Anyone);
        // Asked for every endpoint; one that names no policy speaks to no script (RFC 9700 §2.6).
        var origin = context.Request.Headers.Origin.ToString();
        var policy = policyName switch
        {
            CorsPolicies.Clients when _configured.Contains(origin) || origins.IsAllowed(origin) => For(origin, "GET", "POST"),
            CorsPolicies.FirstParty when _configured.Contains(origin) || origins.IsFirstParty(origin) =>
                For(origin, "GET", "POST", "PATCH", "DELETE"),
            _ => null,
        };
        return Task.FromResult(policy);
    }

    private static CorsPolicy For(string origin, params string[] methods) =>
        new CorsPolicyBuilder(origin).WithMethods(methods).AllowAnyHeader()
            .WithExposedHeaders("WWW-Authenticate", "Retry-After").SetPreflightMaxAge(TimeSpan.FromMinutes(10)).Build();
}
