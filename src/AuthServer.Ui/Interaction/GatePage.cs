using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Interaction;

/// <summary>A page on the way in. Whatever it does, the app that asked is not lost.</summary>
internal abstract class GatePage(Gate gate) : PageModel
{
    /// <summary>Names the parked request; null: no app asks.</summary>
    [FromQuery(Name = AuthorizeLink.Parameter)]
    public string? Handle { get; set; }

    [FromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>What has just been done on another page; see <see cref="Done"/>.</summary>
    [FromQuery(Name = Done.Parameter)]
    public string? JustDone { get; set; }

    /// <summary>The app that asks; null: none does.</summary>
    public AskingApp? Asking { get; private set; }

    /// <summary>Its name.</summary>
    public string? App => Asking?.Name;

    /// <summary>The operator's name.</summary>
    public string BrandName { get; private set; } = "";

    /// <summary>What the app says the person's address is.</summary>
    protected string? LoginHint { get; private set; }

    /// <summary>An address of ours that keeps the app in mind.</summary>
    public string To(string path) => AuthorizeLink.With(path, Handle);

    /// <summary>The same with a word about what has been done.</summary>
    protected LocalRedirectResult ToAfter(string path, string done) =>
        LocalRedirect($"~{To(path)}{(Handle is null ? '?' : '&')}{Done.Parameter}={done}");

    /// <summary>Finds out who asks.</summary>
    /// <returns>False: that request is over, or another browser's.</returns>
    protected async Task<bool> ArriveAsync(CancellationToken ct)
    {
        BrandName = await gate.BrandNameAsync(ct);
        if (Handle is null)
            return true;
        if (await gate.FindAsync(HttpContext, Handle, ct) is not { } asked)
            return false;
        (Asking, LoginHint) = (AskingApp.On(HttpContext, asked.Client, asked.RedirectUri), asked.LoginHint);
        PageSources.AllowWayOut(HttpContext, asked.RedirectUri);
        return true;
    }

    /// <summary>The same for pages that are of use without the app, too.</summary>
    /// <param name="kept">The handle that this browser remembers, for who comes by a link in a mail.</param>
    protected async Task ArriveEvenLateAsync(string? kept, CancellationToken ct)
    {
        Handle ??= kept;
        if (!await ArriveAsync(ct))
            Handle = null;
    }

    /// <summary>On to what the person came for, now that they are signed in.</summary>
    protected LocalRedirectResult Onward() =>
        LocalRedirect("~" + (Handle is null ? LocalReturn.OrDefault(ReturnUrl) : AuthorizeLink.Resume(Handle)));

    /// <summary>The page again, because too many are being served.</summary>
    protected PageResult Busy()
    {
        Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Response.Headers.RetryAfter = "5";
        return Page();
    }
}
