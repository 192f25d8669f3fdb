using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
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
        services.AddDbContextFactory<AuthDbContext, ContextFactory>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .ConfigureWarnings(events => events.Log(ToldByWhoeverAsked)));
        services.AddSingleton<Migrator>();
        services.AddSingleton<FeedPurge>();
        return services;
    }

    /// <summary>
    /// The pool. It connects to a writable primary and to nothing else: after a failover a node must not go on writing to
    /// what is a standby now.
    /// </summary>
    public static NpgsqlDataSource CreateDataSource(DatabaseOptions options)
    {
        var settings = options.Build();
        settings.Remove("Target Session Attributes");
        // With the types that are used here: all of Npgsql's cost every start some thirty milliseconds.
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString) { Name = "auth" };
        builder.EnableArrays().EnableTransportSecurity().EnableIntegratedSecurity();
        // With one host, Npgsql's own search for a primary would only add that a host which failed once is not tried
        // again for seconds.
        return settings.Host?.Contains(',', StringComparison.Ordinal) == true
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite)
            : builder.UsePhysicalConnectionInitializer(RefuseReadOnly, RefuseReadOnlyAsync).Build();
    }

    /// <summary>
    /// What EF would write as an error, with all calls, before it throws it: whoever catches it says what there is to say,
    /// in a line if the database is away, and nothing where a conflict was to be expected.
    /// </summary>
    private static (EventId Id, LogLevel Level)[] ToldByWhoeverAsked =>
    [
        (CoreEventId.QueryIterationFailed, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (RelationalEventId.ConnectionError, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug),
        (RelationalEventId.TransactionError, LogLevel.Debug),
    ];

    private static void RefuseReadOnly(NpgsqlConnection connection)
    {
        using var command = ReadOnlyQuery(connection);
        Refuse(command.ExecuteScalar());
    }

    private static async Task RefuseReadOnlyAsync(NpgsqlConnection connection)
    {
        await using var command = ReadOnlyQuery(connection);
        Refuse(await command.ExecuteScalarAsync());
    }

    private static NpgsqlCommand ReadOnlyQuery(NpgsqlConnection connection) =>
        new("select pg_is_in_recovery() or current_setting('transaction_read_only')::bool", connection);

    private static void Refuse(object? isReadOnly)
    {
        if (isReadOnly is not false)
            throw new NpgsqlException("The database is read-only: a standby, or a primary that takes no writes.");
    }
}
