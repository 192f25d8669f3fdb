using AuthServer.Core.Messaging;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;

namespace AuthServer.Ui.Pages.Dev;

/// <summary>The mails and texts that went out, newest first. In Development alone.</summary>
internal sealed class MailModel(PickupShelf shelf, IHostEnvironment environment) : PageModel
{
    private const int Most = 50;

    /// <summary>What is shown.</summary>
    public IReadOnlyList<ShelvedMessage> Messages { get; private set; } = [];

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!environment.IsDevelopment())
            context.Result = NotFound();
    }

    /// <param name="name">Of one file: its HTML part alone is shown, as a mail program would.</param>
    public async Task<IActionResult> OnGetAsync(string? name, CancellationToken ct)
    {
        if (name is null)
        {
            Messages = await shelf.NewestAsync(Most, ct);
            return Page();
        }

        if (await shelf.FindAsync(name, ct) is not { Html: { } html })
            return NotFound();
        // Inline styles, because mails have no others; and nothing else at all.
        Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "sandbox allow-popups allow-top-navigation-by-user-activation";
        return Content(html, "text/html; charset=utf-8");
    }
}
