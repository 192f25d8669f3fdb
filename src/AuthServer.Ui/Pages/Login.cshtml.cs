using System.Globalization;
using AuthServer.Core.SignIn;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>Sign in, for an app that asks or for the account pages.</summary>
internal sealed class LoginModel(
    PasswordSignIn passwords, Registrations registrations, Arrival arrival, Gate gate, PendingSteps steps,
    TimeProvider clock) : GatePage(gate)
{
    public string? Email { get; private set; }

    public bool RememberMe { get; private set; }

    /// <summary>Why nobody was signed in; null: nobody tried.</summary>
    public SignInOutcome? Problem { get; private set; }

    /// <summary>Whether the problem lies in what was typed.</summary>
    public bool IsMismatch => Problem is SignInOutcome.Refused;

    /// <summary>Whether people may make accounts.</summary>
    public bool HasRegistration { get; private set; }

    /// <summary>In whole minutes, at least one.</summary>
    public int MinutesUntil(DateTimeOffset time) =>
        Math.Max(1, (int)Math.Ceiling((time - clock.GetUtcNow()).TotalMinutes));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
            return new GateErrorAction(GateError.Expired);
        return Handle is null && await arrival.IsSomebodyHereAsync(HttpContext, ct) ? Onward() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
            return new GateErrorAction(GateError.Expired);

        // Read as sent: model binding would turn a password of spaces into none.
        var form = await Request.ReadFormAsync(ct);
        (Email, RememberMe) = (form["Email"], form["RememberMe"] == "true");
        var outcome = await passwords.ProveAsync(Email, form["Password"], DeviceMark.Read(HttpContext), ct);
        Problem = outcome;
        switch (outcome)
        {
            case SignInOutcome.Accepted(var proven):
                await arrival.SignInAsync(HttpContext, proven, RememberMe, ct);
                return Onward();
            case SignInOutcome.VerificationRequired(var address):
                await registrations.ResendAsync(address, Languages.Current, ct);
                steps.Write(
                    HttpContext, new PendingStep(StepPurpose.Verify, address, Handle) { Remember = RememberMe });
                return LocalRedirect("~" + To("/account/verify"));
            case SignInOutcome.Busy:
                return Busy();
            case SignInOutcome.Throttled throttled:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Response.Headers.RetryAfter =
                    ((long)Math.Ceiling(throttled.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return Page();
            default:
                return Page();
        }
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        HasRegistration = (await registrations.KindsAsync(ct)).Count > 0;
        if (!await ArriveAsync(ct))
            return false;
        Email = LoginHint;
        return true;
    }
}
