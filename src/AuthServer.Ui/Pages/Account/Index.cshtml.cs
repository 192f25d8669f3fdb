using AuthServer.Protocol.Issuing;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Pages.Account;

/// <summary>Who is signed in.</summary>
internal sealed class IndexModel(SignedInReader reader, ISubjects subjects) : PageModel
{
    private Subject? _person;

    public Subject Person => _person ?? throw new InvalidOperationException("Nobody is signed in.");

    public DateTimeOffset AuthTime { get; private set; }

    public string Initials => Interaction.Initials.Of(Person.Name ?? Person.Email ?? "");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await reader.ReadAsync(HttpContext, ct) is not { } who
            || (_person = await subjects.FindAsync(who.UserId, ct)) is null)
            return LocalRedirect("~/account/login?returnUrl=/account");
        AuthTime = who.AuthTime;
        return Page();
    }
}
