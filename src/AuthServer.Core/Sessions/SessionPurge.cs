using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Forgets sessions that are over.</summary>
public sealed class SessionPurge(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    private static readonly SweptTable Sessions = new("sessions", due: "least(expires_at, ended_at)");

    /// <summary>
    /// Deletes sessions that ended or ran out so long ago that no code and no access token of theirs can be alive: a
    /// redemption looks at the row.
    /// </summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return sweep.DeleteAsync(database, Sessions, now, RevocationHorizon.From(now, lifetimes) - now, ct);
    }
}
