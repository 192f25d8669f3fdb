using AuthServer.Core.Authorizations;
using AuthServer.Core.Sessions;
using AuthServer.Core.SignIn;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Pages;

/// <summary>Sign in, for an app that asks or for the account pages.</summary>
internal sealed class LoginModel(
    PasswordSignIn passwords, SignIns signIns, Interactions interactions, BrowserSession session, SignedInReader reader,
    BrandReader brands) : PageModel
{
    /// <summary>Names the parked request; null: no app asks.</summary>
    [FromQuery(Name = AuthorizeLink.Parameter)]
    public string? Handle { get; set; }

    [FromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    public string? App { get; private set; }

    public string BrandName { get; private set; } = "";

    public string? Email { get; private set; }

    public bool RememberMe { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>Whether the problem lies in what was typed.</summary>
    public bool IsMismatch { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
            return new GateErrorAction(GateError.Expired);
        if (Handle is null && await reader.ReadAsync(HttpContext, ct) is not null)
            return LocalRedirect("~" + LocalReturn.OrDefault(ReturnUrl));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
            return new GateErrorAction(GateError.Expired);

        // Read as sent: model binding would turn a password of spaces into none.
        var form = await Request.ReadFormAsync(ct);
        (Email, RememberMe) = (form["Email"], form["RememberMe"] == "true");
        switch (await passwords.CheckAsync(Email, form["Password"], null, ct))
        {
            case SignInOutcome.Accepted(var proven):
                var device = DeviceName.From(Request.Headers.UserAgent);
                var begun = await signIns.BeginAsync(proven, SessionKind.Browser, device, RememberMe, ct);
                await session.BeginAsync(HttpContext, begun, ct);
                return LocalRedirect(
                    "~" + (Handle is null ? LocalReturn.OrDefault(ReturnUrl) : AuthorizeLink.Resume(Handle)));
            case SignInOutcome.Busy:
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                Response.Headers.RetryAfter = "5";
                Problem = "Many people are signing in just now. Wait a few seconds and try again.";
                return Page();
            case SignInOutcome.Throttled throttled:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Response.Headers.RetryAfter =
                    ((long)throttled.Wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
                Problem = "Too many wrong passwords came from your network. Wait a minute and try again.";
                return Page();
            case SignInOutcome.Locked:
                Problem = "Too many wrong passwords. Try again in a few minutes.";
                return Page();
            default:
                (Problem, IsMismatch) = ("That email and password don’t match.", true);
                return Page();
        }
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        BrandName = (await brands.ReadAsync(ct)).Name;
        if (Handle is null)
            return true;
        if (await interactions.FindAsync(Handle, BrowserId.Ensure(HttpContext), ct) is not { } asked)
            return false;
        (App, Email) = (asked.Client.Name, asked.LoginHint);
        PageSources.AllowWayOut(HttpContext, asked.RedirectUri);
        return true;
    }
}
