using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>Decides whether a session is still good, from memory as a rule.</summary>
public sealed class LiveSessions(
    SessionCache cache, FeedReader feed, ISubjects subjects, NpgsqlDataSource database, IOptions<SessionOptions> options,
    TimeProvider clock)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    /// <summary>The session, if it is live: not ended, not expired, its user enabled and not revoked since.</summary>
    /// <exception cref="System.Data.Common.DbException">Nobody can say: answer 503.</exception>
    public async ValueTask<Session?> FindAsync(Guid id, CancellationToken ct)
    {
        await feed.EnsureFreshAsync(ct);
        var now = clock.GetUtcNow();
        var known = await cache.FindAsync(id, ct);
        if (known is not null && known.IsIdle(now, options.Value))
            known = await cache.FindAnewAsync(id, ct);
        if (known is null || known.IsIdle(now, options.Value) || known.IsOver(now, options.Value))
            return null;
        if (await subjects.FindAsync(known.UserId, ct) is not { Enabled: true } subject || subject.Epoch > known.UserEpoch)
            return null;

        if (known.See(now, SeenEvery))
            await SeeAsync(id, now, ct);
        return new Session(id, known.UserId, known.AuthTime, known.Methods, subject.Epoch)
        {
            Remembered = known.Remembered,
            ExpiresAt = known.ExpiresAt,
        };
    }

    // Two nodes at once: one writes.
    private async Task SeeAsync(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $3 AND ended_at IS NULL");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - SeenEvery + TimeSpan.FromMicroseconds(1));
        await command.ExecuteNonQueryAsync(ct);
    }
}
