using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary>What a command needs of the database before it does anything.</summary>
internal sealed class OpenDatabase(Migrator migrator, KeyRing ring, IServiceProvider services, IConfiguration configuration)
{
    /// <summary>That it is there, and of this build: a command migrates nothing.</summary>
    /// <exception cref="SettingException">It is not.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        if (StartUpChecks.RefuseSettings(services, configuration) is { } reason)
            throw new SettingException(reason);
        if (!await migrator.IsCurrentAsync(ct))
            throw new SettingException("The database is not of this build: start the server once, which brings it up to date.");
    }

    /// <summary>The same, and the key ring, which tells declared secrets apart.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        await CheckAsync(ct);
        await ring.LoadAsync(ct);
    }
}

/// <summary>The services of commands.</summary>
internal static class CommandServices
{
    /// <summary>Adds what commands have of their own.</summary>
    public static IServiceCollection AddCommands(this IServiceCollection services) => services.AddSingleton<OpenDatabase>();
}
