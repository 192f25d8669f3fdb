using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Audit;

/// <summary>What this room offers.</summary>
public static class AuditRegistration
{
    /// <summary>Adds <see cref="AuditTrail"/>.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditTrail>();
}
