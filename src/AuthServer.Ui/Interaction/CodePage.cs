using AuthServer.Core.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// A page that waits for a code: who began here is known by a sealed cookie, who did not types the address, too. What it
/// says is the same whether or not anybody has the address.
/// </summary>
internal abstract class CodePage(Gate gate, PendingSteps steps, StepPurpose purpose) : GatePage(gate)
{
    /// <summary>Of the link in the mail. A GET only looks at it: mail scanners open links, too.</summary>
    [FromQuery(Name = "token")]
    public string? Token { get; set; }

    /// <summary>What was begun in this browser; null: nothing.</summary>
    public PendingStep? Step { get; private set; }

    /// <summary>Of whom a code is waited for; null: to be asked.</summary>
    public string? Email { get; protected set; }

    /// <summary>Whether what was typed for an address is none.</summary>
    public bool IsNoAddress { get; private set; }

    /// <summary>Whether the code did not work.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>Whether the link did not.</summary>
    public bool IsDeadLink { get; protected set; }

    /// <summary>What the shared form shows.</summary>
    public CodeForm Form(string button) => new(button, Email, IsWrong, IsNoAddress, JustDone == Done.SentAgain);

    /// <summary>Finds out who asks and what was begun.</summary>
    protected async Task BeginAsync(CancellationToken ct)
    {
        Step = steps.Read(HttpContext, purpose);
        Email = Step?.Email;
        await ArriveEvenLateAsync(Step?.Handle, ct);
    }

    /// <summary>The address that the form is about: typed, or known here.</summary>
    /// <returns>False: what was typed is no address, and <see cref="NoAddress"/> is the answer.</returns>
    protected bool ReadAddress(IFormCollection form)
    {
        if (form.TryGetValue("Email", out var typed))
            Email = typed.ToString();
        IsNoAddress = EmailAddress.TryParse(Email) is null;
        return !IsNoAddress;
    }

    /// <summary>The page again: no browser sends such an address by itself.</summary>
    protected IActionResult NoAddress()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>The page again, with another try.</summary>
    protected IActionResult Wrong()
    {
        IsWrong = true;
        return Page();
    }

    /// <summary>A code is on its way, or would be: the page that waits for it comes next.</summary>
    protected LocalRedirectResult Await(PendingStep step, string path)
    {
        steps.Write(HttpContext, step with { Handle = Handle });
        return LocalRedirect("~" + To(path));
    }

    /// <summary>The same after another one was asked for.</summary>
    protected LocalRedirectResult AwaitAnother(PendingStep step, string path)
    {
        steps.Write(HttpContext, step with { Handle = Handle });
        return ToAfter(path, Done.SentAgain);
    }
}
