using AuthServer.Core.Authorizations;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Pages;

/// <summary>Asks before it signs out, and says that it did. Which of the two shows who sits here.</summary>
internal sealed class LogoutModel(
    SignOutRequests signOuts, SignedInReader reader, BrowserSession session, BrandReader brands) : PageModel
{
    /// <summary>Names the sign-out that an app asked for; null: the person came by themselves.</summary>
    [FromQuery(Name = "logout")]
    public string? Token { get; set; }

    public bool IsSignedIn { get; private set; }

    public string BrandName { get; private set; } = "";

    public string? App { get; private set; }

    public string? Back { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var asked = await FindAsync(ct);
        IsSignedIn = await reader.ReadAsync(HttpContext, ct) is not null;
        BrandName = (await brands.ReadAsync(ct)).Name;
        if (asked?.Client is { } client)
            (App, Back) = (client.Name, AppHost.Link(asked.ReturnTo ?? client.Links.Home));
        if (asked?.ReturnTo is { } target)
            PageSources.AllowWayOut(HttpContext, target);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var asked = await FindAsync(ct);
        await session.EndAsync(HttpContext, ct);
        // The address was checked against what the client registered when the request came.
        if (asked?.ReturnTo is { } target)
            return Redirect(target);
        return RedirectToPage(Token is null ? null : new { logout = Token });
    }

    private async Task<SignOutRequest?> FindAsync(CancellationToken ct) =>
        Token is null ? null : await signOuts.FindAsync(Token, ct);
}
