using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages;

/// <summary>Creates an account of a declared kind. What comes next is the same whether or not the address has one.</summary>
internal sealed class RegisterModel(
    Registrations registrations, RegistrationFields fields, Arrival arrival, Gate gate, PendingSteps steps)
    : GatePage(gate)
{
    /// <summary>The kind; null: the first.</summary>
    [FromRoute(Name = "kind")]
    public string? Kind { get; set; }

    /// <summary>The kinds that there are, as their addresses name them.</summary>
    public IReadOnlyList<string> Kinds { get; private set; } = [];

    /// <summary>Which of them this form is for.</summary>
    public string Chosen { get; private set; } = "";

    public IReadOnlyList<FormField> Fields { get; private set; } = [];

    public bool IsBusy { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await ArriveAsync(ct))
            return new GateErrorAction(GateError.Expired);
        if (await FindFormAsync(ct) is not { } form)
            return Handle is null || Kind is not null ? NotFound() : LocalRedirect("~" + To("/account/login")); // nobody registers here
        if (await arrival.IsSomebodyHereAsync(HttpContext, ct))
            return Onward();
        Fields = fields.Show(form, null, null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ArriveAsync(ct))
            return new GateErrorAction(GateError.Expired);
        if (await FindFormAsync(ct) is not { } form)
            return NotFound();
        // An account is made by somebody who has none: accounts do not make accounts.
        if (await arrival.IsSomebodyHereAsync(HttpContext, ct))
            return new GateErrorAction(GateError.HasAccount);

        var sent = await Request.ReadFormAsync(ct);
        var wanted = RegistrationFields.Read(form, sent);
        switch (await registrations.RegisterAsync(wanted, ct))
        {
            case RegistrationOutcome.Accepted:
                steps.Write(HttpContext, new PendingStep(StepPurpose.Verify, sent["email"].ToString(), Handle)
                {
                    Attempt = wanted.Attempt,
                });
                return LocalRedirect("~" + To("/account/verify"));
            case RegistrationOutcome.Invalid invalid:
                Fields = fields.Show(form, sent, invalid.Complaints);
                return Page();
            case RegistrationOutcome.Busy:
                (Fields, IsBusy) = (fields.Show(form, sent, null), true);
                return Busy();
            default:
                return NotFound();
        }
    }

    private async Task<AccountForm?> FindFormAsync(CancellationToken ct)
    {
        var form = await registrations.FindFormAsync(Kind, ct);
        if (form is null)
            return null;
        Kinds = [.. (await registrations.KindsAsync(ct)).Select(k => k.Kind)];
        Chosen = form.Kind.Kind;
        return form;
    }
}
