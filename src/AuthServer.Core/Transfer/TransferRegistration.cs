using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Transfer;

/// <summary>What this room offers.</summary>
public static class TransferRegistration
{
    /// <summary>Adds <see cref="UserImport"/> and <see cref="UserExport"/>.</summary>
    public static IServiceCollection AddTransfer(this IServiceCollection services) =>
        services.AddSingleton<UserImport>().AddSingleton<UserExport>();
}
