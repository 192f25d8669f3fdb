using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Declarations;

/// <summary>The files, applied at start and whenever they change.</summary>
public sealed class DeclarationSource(
    DeclarationFiles files, DeclarationApplier applier, ClientOrigins origins, TimeProvider clock,
    ILogger<DeclarationSource> logger)
{
    // Looked at, not listened to: notices of file systems get lost where folders are mounted or replaced.
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(1);

    private string? _done;

    /// <summary>Reads and checks the files; touches no database.</summary>
    public DeclarationReading Read() => files.Read();

    /// <summary>
    /// Applies what changed since the last call; files with errors change nothing and are told of once. Not for two
    /// callers at a time. The key ring must be loaded.
    /// </summary>
    /// <returns>False when the files have errors.</returns>
    public async Task<bool> ApplyAsync(CancellationToken ct)
    {
        // Taken before reading: a change while we read differs from it and is read again.
        var fingerprint = files.Fingerprint();
        if (fingerprint == _done)
            return true;
        var reading = files.Read();
        if (reading.Problem is { } problem)
            Log.Refused(logger, problem);
        else
            await applier.ApplyAsync(reading.Set, ct);
        // Also those of clients that no file declares; later changes come by the feed.
        await origins.LoadAsync(ct);
        _done = fingerprint;
        return reading.Errors.Count == 0;
    }

    /// <summary>
    /// Whether the files hold nothing but what was applied before. Then a server may open at once: what is left, telling of
    /// drift, is the first thing that <see cref="WatchAsync"/> does. The key ring must be loaded.
    /// </summary>
    public async Task<bool> AreAppliedAsync(CancellationToken ct)
    {
        var reading = files.Read();
        if (reading.Errors.Count > 0 || !await applier.KnowsAllAsync(reading.Set, ct))
            return false;
        await origins.LoadAsync(ct);
        return true;
    }

    /// <summary>Applies each change, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken ct)
    {
        var isTold = false;
        using var timer = new PeriodicTimer(Rhythm, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await ApplyAsync(ct);
                isTold = false;
            }
#pragma warning disable CA1031 // whatever went wrong, it is told once and tried again
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                if (!isTold)
                    Log.NotApplied(logger, DatabaseFault.CallsOf(e), DatabaseFault.ReasonOf(e));
                isTold = true;
            }
        }
    }
}
