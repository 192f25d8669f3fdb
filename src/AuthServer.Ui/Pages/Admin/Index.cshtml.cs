using AuthServer.Core.Authorizations;
using AuthServer.Core.Messaging;
using AuthServer.Core.Statistics;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>How it goes.</summary>
internal sealed class IndexModel(
    StatisticStore statistics, NewUserCounts newUsers, MailHealth mail, SessionDirectory sessions, TimeProvider clock) : AdminPage
{
    private const int Days = 30;

    /// <summary>One for each day, today last.</summary>
    public IReadOnlyList<DayCounts> Counts { get; private set; } = [];

    public DayCounts Today => Counts[^1];

    public MailStatus Mail { get; private set; } = null!; // set before the page is drawn

    public long Sessions { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var today = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var from = today.AddDays(1 - Days);
        var counts = (await statistics.ReadAsync(from, StatisticUnit.Day, ct)).ToDictionary(c => (c.At, c.Name), c => c.Count);
        var people = await newUsers.ReadAsync(from, byHour: false, ct);
        Counts =
        [
            .. Enumerable.Range(0, Days).Select(i => from.AddDays(i)).Select(day => new DayCounts(
                DateOnly.FromDateTime(day.UtcDateTime), counts.GetValueOrDefault((day, StatisticName.SignIns)),
                counts.GetValueOrDefault((day, StatisticName.SignInFailures)), people.GetValueOrDefault(day),
                counts.GetValueOrDefault((day, StatisticName.TokensIssued)))),
        ];
        Mail = await mail.ReadAsync(ct);
        Sessions = await sessions.CountAsync(ct);
        return Page();
    }
}

/// <summary>What was counted on a day, as UTC has it.</summary>
internal sealed record DayCounts(DateOnly Day, long SignIns, long Failures, long NewUsers, long Tokens);
