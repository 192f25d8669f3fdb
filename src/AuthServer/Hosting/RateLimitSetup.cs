using AuthServer.Core.Credentials;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>Registers the limits.</summary>
internal static class RateLimitSetup
{
    /// <summary>Reads <c>RateLimits</c>; a number below one stops the start.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection("RateLimits")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RateLimits>();
        services.AddSingleton<ISenderLimit, SenderLimit>();
        return services.AddRateLimiter(_ => { });
    }

    /// <summary>Stands behind CORS, whose headers a script needs to read a refusal.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<RateLimitOptions>>().Value.Enabled)
            app.UseRateLimiter();
    }
}
