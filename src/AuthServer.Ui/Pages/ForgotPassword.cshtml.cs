using AuthServer.Core.SignIn;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>Asks whose password is forgotten.</summary>
internal sealed class ForgotPasswordModel(Recovery recovery, Gate gate, PendingSteps steps)
    : CodePage(gate, steps, StepPurpose.Reset)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        Email ??= LoginHint;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        if (!ReadAddress(await Request.ReadFormAsync(ct)))
            return NoAddress();
        await recovery.RequestAsync(Email, Languages.Current, ct);
        return Await(new PendingStep(StepPurpose.Reset, Email ?? "", Handle), "/account/reset-password");
    }
}
