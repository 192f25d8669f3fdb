using System.Globalization;
using AuthServer.Core.Accounts;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/statistics: how busy the server is, and how it stands now.</summary>
internal sealed class StatisticsCalls(ServerActivity activity)
{
    private const int MostDays = 365;
    private const int DefaultDays = 30;

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

        var items = await activity.ReadAsync(days, context.RequestAborted);
        var (sessions, mail) = await activity.NowAsync(context.RequestAborted);
        var now = new StatisticsNow(sessions, mail.Queued, mail.OldestQueued is { } oldest ? (long)Math.Ceiling(oldest.TotalSeconds) : null, mail.Dead);
        return Answer.Ok(new StatisticsAnswer(days == 1 ? "hour" : "day", items, now));
    }
}

/// <summary>How busy the server was and is.</summary>
/// <param name="Unit"><c>day</c> (as UTC has them) or <c>hour</c>.</param>
/// <param name="Items">The oldest first, without gaps; the last one is not over yet.</param>
internal sealed record StatisticsAnswer(string Unit, IReadOnlyList<ActivityCount> Items, StatisticsNow Now)
{
    /// <summary>For the description.</summary>
    public static readonly StatisticsAnswer Example = new(
        "day", [new ActivityCount(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), 5_120, 87, 41, 60_412)],
        new StatisticsNow(3_204, 2, 4, 0));
}

/// <summary>How the server stands.</summary>
/// <param name="SessionsLive">Sign-ins that last, as of the last minute.</param>
/// <param name="MessagesQueued">Mails and texts that wait.</param>
/// <param name="OldestMessageAge">For how long the oldest of them has, in seconds; null: none waits.</param>
/// <param name="MessagesDead">Given up within 30 days.</param>
internal sealed record StatisticsNow(long SessionsLive, long MessagesQueued, long? OldestMessageAge, long MessagesDead);
