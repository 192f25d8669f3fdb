using AuthServer.Core.Authorizations;
using AuthServer.Core.Messaging;
using AuthServer.Core.Statistics;
using AuthServer.Core.Users;

namespace AuthServer.Core.Accounts;

/// <summary>How busy the server was, and how it stands.</summary>
public sealed class ServerActivity(
    StatisticStore statistics, NewUserCounts newUsers, MailHealth mail, SessionDirectory sessions, TimeProvider clock)
{
    /// <summary>Counting millions of sessions takes a moment: as often as this, at most.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private volatile LiveCount? _live;

    /// <summary>What happened, day by day as UTC has them; of one day, hour by hour.</summary>
    /// <param name="days">How many, today included; at least 1.</param>
    /// <returns>The oldest first, without gaps; the last one is not over yet.</returns>
    public async Task<IReadOnlyList<ActivityCount>> ReadAsync(int days, CancellationToken ct)
    {
        var byHour = days == 1;
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var from = byHour ? today.AddHours(now.Hour - 23) : today.AddDays(1 - days);
        var counts = (await statistics.ReadAsync(from, byHour ? StatisticUnit.Hour : StatisticUnit.Day, ct))
            .ToDictionary(c => (c.At, c.Name), c => c.Count);
        var people = await newUsers.ReadAsync(from, byHour, ct);
        var read = new List<ActivityCount>();
        for (var at = from; at <= now; at = byHour ? at.AddHours(1) : at.AddDays(1))
        {
            read.Add(new ActivityCount(
                at, counts.GetValueOrDefault((at, StatisticName.SignIns)), counts.GetValueOrDefault((at, StatisticName.SignInFailures)),
                people.GetValueOrDefault(at), counts.GetValueOrDefault((at, StatisticName.TokensIssued))));
        }

        return read;
    }

    /// <summary>How it stands now; sessions as of the last minute.</summary>
    public async Task<(long LiveSessions, MailStatus Mail)> NowAsync(CancellationToken ct)
    {
        var queue = await mail.ReadAsync(ct);
        if (_live is not { } known || clock.GetElapsedTime(known.CountedAt) > Fresh)
            _live = known = new LiveCount(await sessions.CountAsync(ct), clock.GetTimestamp());
        return (known.Sessions, queue);
    }

    private sealed record LiveCount(long Sessions, long CountedAt);
}

/// <summary>A day or an hour.</summary>
/// <param name="At">When it began.</param>
/// <param name="SignInFailures">Wrong passwords and codes, locked accounts, too many attempts.</param>
/// <param name="NewUsers">Accounts made, of those that are still there.</param>
/// <param name="TokensIssued">Access tokens.</param>
public sealed record ActivityCount(DateTimeOffset At, long SignIns, long SignInFailures, long NewUsers, long TokensIssued);
