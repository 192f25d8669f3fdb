using AuthServer.Core.Declarations.Changes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Core.Declarations;

/// <summary>What this room offers.</summary>
public static class DeclarationServices
{
    /// <summary>Adds <see cref="DeclarationSource"/> and what it needs, beyond keys, clients and users.</summary>
    public static IServiceCollection AddDeclarations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeclarationsOptions>().Configure<IHostEnvironment>((options, environment) =>
        {
            options.Paths = ReadPaths(configuration.GetSection("Declarations:Paths"));
            options.Folder = environment.ContentRootPath;
            options.RefusesDemo = !environment.IsDevelopment();
        });
        services.AddSingleton<DeclarationFiles>();
        services.AddSingleton<DeclarationApplier>();
        services.AddSingleton<DeclarationSource>();
        services.AddSingleton<ConfigurationDesk>();
        services.AddSingleton<ChangeHistory>();
        return services;
    }

    // A list, or one value with its paths separated by semicolons.
    private static List<string>? ReadPaths(IConfigurationSection section)
    {
        if (section.Value is not null)
            return [.. section.Value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var paths = section.GetChildren().Select(c => c.Value).OfType<string>().Where(p => p.Length > 0).ToList();
        return paths.Count > 0 ? paths : null;
    }
}
