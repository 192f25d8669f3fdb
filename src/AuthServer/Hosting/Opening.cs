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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int MostReasons = 10;

    private volatile OpeningStep _step;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Whether everything has happened.</summary>
    public bool IsOpen => _step == OpeningStep.Open;

    /// <summary>Whether this node found that it can never open.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>What happens then.</summary>
    public Action GiveUp { get; set; } = () => { };

    /// <summary>What happens once it is open, and has answered whoever waited for that.</summary>
    public Action Opened { get; set; } = () => { };

    /// <summary>What is being waited for.</summary>
    public OpeningStep Step => _step;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patience = configuration.GetDuration("Database:WaitAtStart", TimeSpan.FromSeconds(30));
        var began = clock.GetTimestamp();
        while (await TryOpenAsync(stoppingToken) is { } fault)
        {
            if (fault is KeyRingLockedException)
            {
                Log.Locked(log, fault.Message);
                IsGivenUp = true;
                GiveUp();
                return;
            }

            Tell(fault, isLate: clock.GetElapsedTime(began) > patience);
            await Task.Delay(Rhythm, clock, stoppingToken);
        }

        _step = OpeningStep.Open;
        Log.Open(log, clock.GetElapsedTime(began).TotalSeconds);
        // On one core it would stand before those whom it is not for.
        await Task.Delay(Pause, clock, stoppingToken);
        Opened();
        await declarations.WatchAsync(stoppingToken);
    }

    /// <returns>Why not; null: it is open.</returns>
    private async Task<Exception?> TryOpenAsync(CancellationToken ct)
    {
        try
        {
            _step = OpeningStep.Migrations;
            await migrator.MigrateAsync(ct);
            _step = OpeningStep.Keys;
            await keys.OpenAsync(ct);
            _step = OpeningStep.Declarations;
            if (!await declarations.AreAppliedAsync(ct))
                await declarations.ApplyAsync(ct);
            return null;
        }
        catch (KeyRingLockedException locked)
        {
            return locked;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or { InnerException: NpgsqlException })
        {
            return fault as NpgsqlException ?? fault.InnerException ?? fault;
        }
    }

    /// <summary>Each reason once: at once what waiting does not mend, the rest when it has lasted.</summary>
    private void Tell(Exception fault, bool isLate)
    {
        var reason = DatabaseFault.ReasonOf(fault);
        if (!isLate && !IsRefusal(fault))
            Log.NotYet(log, reason);
        else if (_told.Count < MostReasons && _told.Add(reason))
            Log.NoDatabase(log, reason);
    }

    /// <summary>Wrong name, password, database or rights, by PostgreSQL's own word; or no encryption where it is demanded.</summary>
    private static bool IsRefusal(Exception fault) => fault is PostgresException refusal
        ? refusal.SqlState.StartsWith("28", StringComparison.Ordinal)
            || refusal.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege
        : fault is NpgsqlException { IsTransient: false };
}
