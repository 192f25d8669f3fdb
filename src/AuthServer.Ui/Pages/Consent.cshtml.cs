using AuthServer.Core.Authorizations;
using AuthServer.Protocol.Issuing;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ParkedInteraction = AuthServer.Core.Authorizations.Interaction;

namespace AuthServer.Ui.Pages;

/// <summary>Asks the person what an app may have.</summary>
[TypeFilter<SignInAgainFilter>]
internal sealed class ConsentModel(
    Interactions interactions, SignedInReader reader, ISubjects subjects, IScopes scopes, BrandReader brands,
    ClaimTexts claimTexts) : PageModel
{
    // A form with anything else in it is not ours.
    private static readonly string[] Fields = [FormToken.Field, "decision", "scope"];

    [FromQuery(Name = AuthorizeLink.Parameter)]
    public string Handle { get; set; } = "";

    public string BrandName { get; private set; } = "";

    public string App { get; private set; } = "";

    /// <summary>Where the app lives: what a person can compare with what they expected. Null: on this device.</summary>
    public string? Host { get; private set; }

    /// <summary>Whether the operator made the app.</summary>
    public bool IsOurs { get; private set; }

    public string? Policy { get; private set; }

    public string? Terms { get; private set; }

    public string? PersonName { get; private set; }

    public string Email { get; private set; } = "";

    public string Initials { get; private set; } = "";

    public IReadOnlyList<ScopeText> Scopes { get; private set; } = [];

    /// <summary>What the app asks to know beside that.</summary>
    public IReadOnlyList<string> Claims { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is not { } asked)
            return new GateErrorAction(GateError.Expired);
        if (await reader.ReadAsync(HttpContext, ct) is not { } who
            || await subjects.FindAsync(who.UserId, ct) is not { } person)
            return LocalRedirect("~" + AuthorizeLink.Login(Handle));

        await ShowAsync(asked, person, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is not { } asked)
            return new GateErrorAction(GateError.Expired);
        if (await reader.ReadAsync(HttpContext, ct) is not { } who)
            return LocalRedirect("~" + AuthorizeLink.Login(Handle));

        var form = await Request.ReadFormAsync(ct);
        if (form.Keys.Except(Fields, StringComparer.Ordinal).Any())
            return BadRequest();
        switch (form["decision"].ToString())
        {
            case "deny":
                await interactions.DenyAsync(asked, who, ct);
                break;
            // What was not asked for cannot be given.
            case "allow" when form["scope"].All(s => s is not null && asked.Scopes.Has(s)):
                await interactions.AllowAsync(asked, who, [.. form["scope"].OfType<string>()], ct);
                break;
            default:
                return BadRequest();
        }

        return LocalRedirect("~" + AuthorizeLink.Resume(Handle));
    }

    private Task<ParkedInteraction?> FindAsync(CancellationToken ct) =>
        interactions.FindAsync(Handle, BrowserId.Ensure(HttpContext), ct);

    private async Task ShowAsync(ParkedInteraction asked, Subject person, CancellationToken ct)
    {
        BrandName = (await brands.ReadAsync(ct)).Name;
        (App, Host) = (asked.Client.Name, AppHost.Of(asked.RedirectUri));
        IsOurs = asked.Client.FirstParty;
        (Policy, Terms) = (AppHost.Link(asked.Client.Links.Policy), AppHost.Link(asked.Client.Links.Terms));
        (PersonName, Email) = (person.Name, person.Email ?? "");
        Initials = Interaction.Initials.Of(person.Name ?? Email);
        Scopes = ScopeText.Of(asked.Scopes, await scopes.AllAsync(ct));
        Claims = claimTexts.Of(asked.Claims);
        PageSources.AllowWayOut(HttpContext, asked.RedirectUri);
    }
}
