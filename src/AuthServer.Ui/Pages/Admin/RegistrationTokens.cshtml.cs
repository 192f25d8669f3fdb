using System.Globalization;
using AuthServer.Core.Clients;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>Tokens that let others register a client of their own.</summary>
internal sealed class RegistrationTokensModel(InitialTokens tokens) : AdminPage
{
    private const int MostDays = 365;
    private const int MostUses = 1_000_000;

    public IReadOnlyList<InitialToken> Tokens { get; private set; } = [];

    /// <summary>A new one, this once.</summary>
    public string? NewToken { get; private set; }

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Tokens = await tokens.ListAsync(ct);
        return Page();
    }

    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnPostCreateAsync(string? days, string? uses, CancellationToken ct)
    {
        if (Number(days, MostDays) is not { } lives || Number(uses, MostUses) is not { } times)
            return Again(Flash.Wrong);
        // Shown by this answer alone: no address and no cookie holds it.
        (NewToken, _) = await tokens.CreateAsync(TimeSpan.FromDays(lives), times, Because(), ct);
        return await OnGetAsync(ct);
    }

    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid token, CancellationToken ct) =>
        Again(await tokens.DeleteAsync(token, Because(), ct) ? Flash.Deleted : Flash.Gone);

    private static int? Number(string? text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
}
