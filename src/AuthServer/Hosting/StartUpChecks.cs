using AuthServer.Core.Data;
using AuthServer.Hosting.Telemetry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Hosting;

/// <summary>What the server refuses to start with: each in one line that names the setting.</summary>
internal static class StartUpChecks
{
    /// <summary>The first setting that cannot be followed, anywhere; null when there is none.</summary>
    public static string? RefuseSettings(IServiceProvider services, IConfiguration configuration)
    {
        if (services.GetRequiredService<MetricsDoor>().Problem is { } problem)
            return $"Metrics:Listen: {problem}";
        if (!TelemetrySetup.TryReadCollector(configuration, out _))
            return "Otlp:Endpoint: it must be the address of a collector, such as http://localhost:4318.";
        if (ConfiguredOrigins.Of(configuration).Problem is { } origin)
            return $"Cors:Origins: {origin}";
        return RefuseDatabase(services, configuration);
    }

    private static string? RefuseDatabase(IServiceProvider services, IConfiguration configuration)
    {
        // Both throw where a setting is wrong, and name it.
        configuration.GetDuration("Database:WaitAtStart", TimeSpan.Zero);
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (!options.IsConfigured)
            options.Build();
        try
        {
            services.GetRequiredService<NpgsqlDataSource>();
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // Whatever is said of it may be a piece of the password.
            return "ConnectionStrings:Default: it is no connection string that can be used. A value with ; or ' in it is quoted; "
                + "Database:Host, :Name, :User and :Password in its place need no quotes.";
        }
    }

    /// <summary>The first reason not to start in Production; null when there is none.</summary>
    public static string? Refuse(IConfiguration configuration, IHostEnvironment environment, bool demo)
    {
        if (environment.IsDevelopment())
            return null;
        if (configuration["Issuer"] is not { Length: > 0 } issuer)
            return "Issuer: set it to the address of this server, https://… without a trailing slash.";
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var url) || url.Query.Length > 0 || url.Fragment.Length > 0)
            return "Issuer: it must be an https address without query and fragment.";
        if (url.Scheme != Uri.UriSchemeHttps && !configuration.GetValue<bool>("AllowInsecureIssuer"))
            return "Issuer: it must be https (AllowInsecureIssuer=true admits http where something in front does TLS).";
        if (configuration["Keys:EncryptionSecret"] is not { Length: >= 32 })
            return "Keys:EncryptionSecret: set it to at least 32 random characters, the same on every node.";
        return demo ? "Declarations:Paths: demo declarations hold passwords that everybody knows; use your own." : null;
    }
}
