using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Keys;
using Npgsql;

namespace AuthServer.Hosting;

/// <summary>
/// What must have happened before anything is answered: migrations, keys, declarations. The server listens meanwhile and
/// says that it is not ready; without a database it keeps trying.
/// </summary>
internal sealed class Opening(
    Migrator migrator, KeyRing keys, DeclarationSource declarations, IConfiguration configuration, TimeProvider clock,
    ILogger<Opening> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500);
    private volatile bool _isOpen;

    /// <summary>Whether everything has happened.</summary>
    public bool IsOpen => _isOpen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patience = configuration.GetDuration("Database:WaitAtStart", TimeSpan.FromSeconds(30));
        var began = clock.GetTimestamp();
        var complained = false;
        while (!await TryOpenAsync(stoppingToken))
        {
            if (!complained && clock.GetElapsedTime(began) > patience)
            {
                Log.NoDatabase(log, patience);
                complained = true;
            }

            await Task.Delay(Rhythm, clock, stoppingToken);
        }

        _isOpen = true;
        Log.Open(log, clock.GetElapsedTime(began).TotalSeconds);
        await declarations.WatchAsync(stoppingToken);
    }

    private async Task<bool> TryOpenAsync(CancellationToken ct)
    {
        try
        {
            await migrator.MigrateAsync(ct);
            await keys.LoadAsync(ct);
            await keys.RotateIfDueAsync(ct);
            await declarations.ApplyAsync(ct);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or { InnerException: NpgsqlException })
        {
            Log.NotYet(log, fault.Message);
            return false;
        }
    }
}
