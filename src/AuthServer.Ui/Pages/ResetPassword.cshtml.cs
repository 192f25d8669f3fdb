using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>Chooses a new password, with the code or the link of a mail. It signs nobody in: that comes after.</summary>
internal sealed class ResetPasswordModel(Recovery recovery, PasswordHints hints, Gate gate, PendingSteps steps)
    : CodePage(gate, steps, StepPurpose.Reset)
{
    private const string Path = "/account/reset-password";

    private IReadOnlyList<Complaint> _complaints = [];

    /// <summary>Whose password it is; null: a code comes first.</summary>
    public string? Owner { get; private set; }

    public bool IsBusy { get; private set; }

    public FormField Password => hints.NewPassword("Password", _complaints) with { Focus = true };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        var token = Token ?? Step?.ResetToken;
        if (token is not null)
            IsDeadLink = (Owner = await recovery.FindAsync(token, ct)) is null;
        // Nothing was begun: the beginning.
        return token is null && Step is null ? LocalRedirect("~" + To("/account/forgot-password")) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        var form = await Request.ReadFormAsync(ct);
        if (form.ContainsKey("Password"))
            return await SetAsync(form.TryGetValue("token", out var sent) ? sent : Step?.ResetToken, form["Password"], ct);
        if (!ReadAddress(form))
            return NoAddress();

        var step = new PendingStep(StepPurpose.Reset, Email ?? "", Handle);
        if (form.ContainsKey("again"))
        {
            await recovery.RequestAsync(Email, Languages.Current, ct);
            return AwaitAnother(step, Path);
        }

        return await recovery.VerifyAsync(Email, form["Code"], ct) is { } right
            ? Await(step with { ResetToken = right.Token }, Path)
            : Wrong();
    }

    private async Task<IActionResult> SetAsync(string? token, string? password, CancellationToken ct)
    {
        Token = token;
        switch (await recovery.ResetAsync(token, password, Languages.Current, ct))
        {
            case ResetOutcome.Done:
                PendingSteps.Clear(HttpContext);
                return ToAfter("/account/login", Done.PasswordSet);
            case ResetOutcome.Refused refused:
                (_complaints, Owner) = (refused.Complaints, await recovery.FindAsync(token, ct));
                return Page();
            case ResetOutcome.Busy:
                (IsBusy, Owner) = (true, await recovery.FindAsync(token, ct));
                return Busy();
            default:
                IsDeadLink = true;
                return Page();
        }
    }
}
