using AuthServer.Core.Authorizations;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Pages;

/// <summary>
/// Asks before it signs out, and says that it did. Which of the two shows who sits here. Apps that hear of a sign-out
/// through the browser hear of it here (OIDC Front-Channel Logout §2), on the way back to the one that asked.
/// </summary>
internal sealed class LogoutModel(
    SignOutRequests signOuts, FrontChannelApps apps, AfterSignOut after, SignedInReader reader, BrowserSession session,
    BrandReader brands) : PageModel
{
    /// <summary>Names the sign-out that an app asked for; null: the person came by themselves.</summary>
    [FromQuery(Name = "logout")]
    public string? Token { get; set; }

    public bool IsSignedIn { get; private set; }

    public string BrandName { get; private set; } = "";

    public string? App { get; private set; }

    public string? Back { get; private set; }

    /// <summary>What is loaded so that apps hear of it.</summary>
    public IReadOnlyList<string> Frames { get; private set; } = [];

    /// <summary>Whether the way back is gone by itself when they have.</summary>
    public bool GoesOn { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var asked = await FindAsync(ct);
        IsSignedIn = await reader.ReadAsync(HttpContext, ct) is not null;
        BrandName = (await brands.ReadAsync(ct)).Name;
        if (asked?.Client is { } client)
            (App, Back) = (client.Name, asked.ReturnTo ?? AppHost.Link(client.Links.Home));
        if (asked?.ReturnTo is { } target)
            PageSources.AllowWayOut(HttpContext, target);
        if (!IsSignedIn && asked?.EndedSession is { } ended)
            await TellAppsAsync(ended, asked.ReturnTo, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var asked = await FindAsync(ct);
        var ended = await session.EndAsync(HttpContext, ct);
        // The address was checked against what the client registered when the request came.
        return Redirect(await after.AddressAsync(HttpContext, ended, asked?.Client?.Id, asked?.ReturnTo, ct));
    }

    private async Task TellAppsAsync(Guid ended, string? returnTo, CancellationToken ct)
    {
        Frames = await apps.AddressesAsync(ended, ct);
        foreach (var frame in Frames)
            PageSources.AllowFrame(HttpContext, frame);
        GoesOn = returnTo is not null;
    }

    private async Task<SignOutRequest?> FindAsync(CancellationToken ct) =>
        Token is null ? null : await signOuts.FindAsync(Token, ct);
}
