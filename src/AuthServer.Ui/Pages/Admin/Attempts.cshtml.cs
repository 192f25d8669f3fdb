using System.Globalization;
using AuthServer.Core.Data;
using AuthServer.Core.Recorder;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>What the flight recorder has.</summary>
internal sealed class AttemptsModel(AttemptStore attempts, Recordings recordings) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<Attempt> Attempts { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, AttemptStore.Orders);
        Attempts = await attempts.ListAsync(List.Query, ct);
        return Page();
    }

    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnPostRecordAsync(string? client, string? minutes, CancellationToken ct)
    {
        if (!int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length < 1 || length > Recordings.Longest.TotalMinutes || string.IsNullOrWhiteSpace(client))
            return Again(Flash.Wrong);
        var until = await recordings.StartAsync(client.Trim(), TimeSpan.FromMinutes(length), Because(), ct);
        return Again(until is null ? Flash.Gone : "recording");
    }
}
