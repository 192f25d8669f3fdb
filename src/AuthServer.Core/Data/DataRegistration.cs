using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Registers the database.</summary>
public static class DataRegistration
{
    /// <summary>
    /// One <see cref="NpgsqlDataSource"/> for the hot path and for EF Core, the context and its factory, and the
    /// <see cref="Migrator"/>. The settings are read when the data source is first asked for.
    /// </summary>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection("Database"))
            .Configure(o => o.ConnectionString = configuration.GetConnectionString("Default"));
        services.AddSingleton(provider =>
            CreateDataSource(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddDbContextFactory<AuthDbContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<Migrator>();
        return services;
    }

    /// <summary>The pool: it connects to a writable primary and to nothing else.</summary>
    public static NpgsqlDataSource CreateDataSource(DatabaseOptions options)
    {
        var settings = options.Build();
        // Stated below, also for a single host: after a failover a node must not go on writing to what is a standby now.
        settings.Remove("Target Session Attributes");
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "auth" };
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite);
    }
}
