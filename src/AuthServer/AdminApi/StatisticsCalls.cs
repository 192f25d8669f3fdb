using System.Globalization;
using AuthServer.Core.Authorizations;
using AuthServer.Core.Messaging;
using AuthServer.Core.Statistics;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/statistics: how busy the server is, and how it stands now.</summary>
internal sealed class StatisticsCalls(
    StatisticStore statistics, NewUserCounts newUsers, MailHealth mail, SessionDirectory sessions, TimeProvider clock)
{
    private const int MostDays = 365;
    private const int DefaultDays = 30;

    /// <summary>Counting millions of sessions takes a moment: as often as this, at most.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private volatile Sessions? _sessions;

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<StatisticsCalls>(api.ServiceProvider);
        api.MapAdmin("GET", "/statistics", AdminRights.Read, calls.ReadAsync).WithSummary("Sign-ins, new accounts and tokens; the mail queue and sessions now")
            .WithDescription($"`days`: how many, today included, 1 to {MostDays}; {DefaultDays} without. One day is told by the hour. Each node adds what it counted once a minute.")
            .WithMetadata(new ListFilters([new ListFilter("days", $"1 to {MostDays}; {DefaultDays} without.", _ => null)]))
            .Produces<StatisticsAnswer>().Fails(Problems.ValidationFailed).Example(null, StatisticsAnswer.Example);
    }

    private async Task<IResult> ReadAsync(Administrator administrator, HttpContext context)
    {
        var days = DefaultDays;
        if (context.Request.Query["days"] is { Count: > 0 } asked
            && (!int.TryParse(asked.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > MostDays))
            return Problems.Invalid("days", "out_of_range");

        var ct = context.RequestAborted;
        var unit = days == 1 ? StatisticUnit.Hour : StatisticUnit.Day;
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var from = unit == StatisticUnit.Hour ? today.AddHours(now.Hour - 23) : today.AddDays(1 - days);
        var counts = (await statistics.ReadAsync(from, unit, ct)).ToLookup(c => c.At);
        var people = await newUsers.ReadAsync(from, unit == StatisticUnit.Hour, ct);
        var items = new List<StatisticsItem>();
        for (var at = from; at <= now; at = unit == StatisticUnit.Hour ? at.AddHours(1) : at.AddDays(1))
        {
            items.Add(new StatisticsItem(
                at, Of(counts[at], StatisticName.SignIns), Of(counts[at], StatisticName.SignInFailures), people.GetValueOrDefault(at),
                Of(counts[at], StatisticName.TokensIssued)));
        }

        return Answer.Ok(new StatisticsAnswer(unit == StatisticUnit.Hour ? "hour" : "day", items, await NowAsync(ct)));
    }

    private static long Of(IEnumerable<StatisticCount> counts, string name) => counts.FirstOrDefault(c => c.Name == name)?.Count ?? 0;

    private async Task<StatisticsNow> NowAsync(CancellationToken ct)
    {
        var queue = await mail.ReadAsync(ct);
        if (_sessions is not { } known || clock.GetElapsedTime(known.CountedAt) > Fresh)
            _sessions = known = new Sessions(await sessions.CountAsync(ct), clock.GetTimestamp());
        return new StatisticsNow(
            known.Live, queue.Queued, queue.OldestQueued is { } oldest ? (long)Math.Ceiling(oldest.TotalSeconds) : null, queue.Dead);
    }

    private sealed record Sessions(long Live, long CountedAt);
}

/// <summary>How busy the server was and is.</summary>
/// <param name="Unit"><c>day</c> (as UTC has them) or <c>hour</c>.</param>
/// <param name="Items">The oldest first, without gaps; the last one is not over yet.</param>
internal sealed record StatisticsAnswer(string Unit, IReadOnlyList<StatisticsItem> Items, StatisticsNow Now)
{
    /// <summary>For the description.</summary>
    public static readonly StatisticsAnswer Example = new(
        "day", [new StatisticsItem(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), 5_120, 87, 41, 60_412)],
        new StatisticsNow(3_204, 2, 4, 0));
}

/// <summary>A day or an hour.</summary>
/// <param name="At">When it began.</param>
/// <param name="SignInFailures">Wrong passwords and codes, locked accounts, too many attempts.</param>
/// <param name="NewUsers">Accounts made, of those that are still there.</param>
/// <param name="TokensIssued">Access tokens.</param>
internal sealed record StatisticsItem(DateTimeOffset At, long SignIns, long SignInFailures, long NewUsers, long TokensIssued);

/// <summary>How the server stands.</summary>
/// <param name="SessionsLive">Sign-ins that last, as of the last minute.</param>
/// <param name="MessagesQueued">Mails and texts that wait.</param>
/// <param name="OldestMessageAge">For how long the oldest of them has, in seconds; null: none waits.</param>
/// <param name="MessagesDead">Given up within 30 days.</param>
internal sealed record StatisticsNow(long SessionsLive, long MessagesQueued, long? OldestMessageAge, long MessagesDead);
