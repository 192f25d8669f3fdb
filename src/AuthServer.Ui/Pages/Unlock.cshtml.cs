using AuthServer.Core.SignIn;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>Lets who has the address sign in again at once, after too many wrong passwords.</summary>
internal sealed class UnlockModel(Unlocking unlocking, Gate gate, PendingSteps steps)
    : CodePage(gate, steps, StepPurpose.Unlock)
{
    private const string Path = "/account/unlock";

    /// <summary>The address that the link is about; null: there is no link, or it is dead.</summary>
    public string? LinkOf { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        if (Token is not null)
            IsDeadLink = (LinkOf = await unlocking.FindLinkAsync(Token, ct)) is null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        var form = await Request.ReadFormAsync(ct);
        if (form.TryGetValue("token", out var token))
        {
            if (await unlocking.VerifyLinkAsync(token, ct))
                return Unlocked();
            IsDeadLink = true;
            return Page();
        }

        if (!ReadAddress(form))
            return NoAddress();
        if (form.ContainsKey("Code") && !form.ContainsKey("again"))
            return await unlocking.VerifyAsync(Email, form["Code"], ct) ? Unlocked() : Wrong();

        await unlocking.RequestAsync(Email, Languages.Current, ct);
        var step = new PendingStep(StepPurpose.Unlock, Email ?? "", Handle);
        return form.ContainsKey("again") ? AwaitAnother(step, Path) : Await(step, Path);
    }

    private LocalRedirectResult Unlocked()
    {
        PendingSteps.Clear(HttpContext);
        return ToAfter("/account/login", Done.Unlocked);
    }
}
