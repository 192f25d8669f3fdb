using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>
/// Proves that an address is theirs. By code it signs in; by link only in the browser that registered, because a link
/// opens wherever it was sent on to.
/// </summary>
internal sealed class VerifyModel(Registrations registrations, Arrival arrival, Gate gate, PendingSteps steps)
    : CodePage(gate, steps, StepPurpose.Verify)
{
    private const string Path = "/account/verify";

    /// <summary>The address that the link is about; null: there is no link, or it is dead.</summary>
    public string? LinkOf { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        if (Token is not null)
            IsDeadLink = (LinkOf = await registrations.FindLinkAsync(Token, ct)) is null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await BeginAsync(ct);
        var form = await Request.ReadFormAsync(ct);
        if (form.TryGetValue("token", out var token))
            return await VerifyByLinkAsync(token.ToString(), ct);
        if (!ReadAddress(form))
            return NoAddress();
        if (form.ContainsKey("again"))
        {
            await registrations.ResendAsync(Email, Languages.Current, ct);
            return AwaitAnother(Begun(), Path);
        }

        if (await registrations.VerifyAsync(Email, form["Code"], Step?.Attempt, ct) is not { } proven)
            return Wrong();
        await arrival.SignInAsync(HttpContext, proven, Step?.Remember == true, ct);
        return Onward();
    }

    private async Task<IActionResult> VerifyByLinkAsync(string token, CancellationToken ct)
    {
        var address = await registrations.FindLinkAsync(token, ct);
        if (await registrations.VerifyLinkAsync(token, Step?.Attempt, ct) is not { } proven)
        {
            IsDeadLink = true;
            return Page();
        }

        var isTheirs = EmailAddress.TryParse(Step?.Email)?.Key is { } begunBy
            && begunBy == EmailAddress.TryParse(address)?.Key;
        if (!isTheirs || await arrival.IsSomebodyHereAsync(HttpContext, ct))
            return ToAfter(Path, Done.Verified);
        await arrival.SignInAsync(HttpContext, proven, Step?.Remember == true, ct);
        return Onward();
    }

    private PendingStep Begun() => (Step ?? new PendingStep(StepPurpose.Verify, "", null)) with { Email = Email ?? "" };
}
