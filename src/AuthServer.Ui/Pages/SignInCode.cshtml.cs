using AuthServer.Core.Messaging;
using AuthServer.Core.SignIn;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>Signs in by a code, mailed or texted, in the place of a password.</summary>
internal sealed class SignInCodeModel(CodeSignIn codes, Arrival arrival, Gate gate, PendingSteps steps)
    : CodePage(gate, steps, StepPurpose.SignIn)
{
    private const string Path = "/account/login/code";

    /// <summary>Whether to begin anew, whatever was begun.</summary>
    [FromQuery(Name = "anew")]
    public bool IsAnew { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        if (IsAnew)
            Email = null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        var form = await Request.ReadFormAsync(ct);
        if (form.ContainsKey("Code") && !form.ContainsKey("again"))
        {
            if (!ReadAddress(form))
                return NoAddress();
            if (await codes.VerifyAsync(Email, form["Code"], ct) is not { } proven)
                return Wrong();
            await arrival.SignInAsync(HttpContext, proven, Step?.Remember == true, ct);
            return Onward();
        }

        // From the sign-in page, before an address was typed there.
        if (form["Email"] is [null or ""])
            return LocalRedirect($"~{To(Path)}{(Handle is null ? '?' : '&')}anew=true");
        if (!ReadAddress(form))
            return NoAddress();
        return await SendAsync(form, ct);
    }

    private async Task<IActionResult> SendAsync(IFormCollection form, CancellationToken ct)
    {
        var isAgain = form.ContainsKey("again");
        var step = new PendingStep(StepPurpose.SignIn, Email ?? "", Handle)
        {
            BySms = isAgain ? Step?.BySms == true : form["Channel"] == "sms",
            Remember = isAgain ? Step?.Remember == true : form["RememberMe"] == "true",
        };
        var channel = step.BySms ? MessageChannel.Sms : MessageChannel.Email;
        await codes.RequestAsync(Email, channel, Languages.Current, ct);
        return isAgain ? AwaitAnother(step, Path) : Await(step, Path);
    }
}
