using AuthServer.Protocol.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Outbound;

/// <summary>Registers the room.</summary>
public static class OutboundRegistration
{
    /// <summary>Adds <see cref="IOutbound"/>, reading the section <c>Outbound</c>.</summary>
    public static IServiceCollection AddOutbound(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<OutboundOptions>()
            .Configure(o => o.AllowPrivateNetworks = environment.IsDevelopment())
            .Bind(configuration.GetSection("Outbound"));
        services.AddSingleton<IOutbound>(p => new OutboundCalls(
            p.GetRequiredService<IOptions<OutboundOptions>>().Value, Names.AskSystem, p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<OutboundCalls>>()));
        return services;
    }
}
