using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthServer.Core.Audit;

/// <summary>What this room offers.</summary>
public static class AuditRegistration
{
    /// <summary>Adds the trail that everybody writes, and who seals, checks, shows and purges it.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration("Audit")
            .Validate(o => o.Retention is not { } kept || kept.Value >= TimeSpan.FromDays(1), "Audit:Retention must be at least a day");
        services.TryAddSingleton<ICallerAddress, NoCaller>();
        // Not asked for before the first event: the ring itself writes events.
        services.AddSingleton(s => new AuditMacs(new Lazy<IRingKeys>(s.GetRequiredService<IRingKeys>)));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<AuditLog>().AddSingleton<AuditExport>();
        services.AddSingleton<AuditPurge>();
        return services;
    }
}
