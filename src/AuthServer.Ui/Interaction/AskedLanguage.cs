using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// In which language somebody is answered: as the app asked (OIDC Core §3.1.2.1, <c>ui_locales</c>), as the person chose
/// earlier, as the account says, as the browser asks.
/// </summary>
public sealed class AskedLanguage(TimeProvider clock) : RequestCultureProvider
{
    /// <summary>The parameter of an app's request; in a page's own address, the person's choice.</summary>
    public const string Parameter = "ui_locales";

    private const string OfApp = "asked_language";
    private const string OfPerson = "language";
    private const string OfAccount = "account_language";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    // A request may carry thousands of tags; nobody means more than a few.
    private const int MostTags = 20;

    /// <summary>An app sent somebody here: the pages that follow speak as it asked, or as the person would have it.</summary>
    public static void Remember(HttpContext context, string? uiLocales)
    {
        if (Languages.FirstOf(Tags(uiLocales)) is { } language)
            Cookies.Write(context, OfApp, language, until: null);
        else if (Cookies.Read(context, OfApp) is not null)
            Cookies.Clear(context, OfApp);
    }

    /// <summary>Somebody is signed in here: the browser keeps what their account says, so that no request has to ask.</summary>
    /// <param name="locale">The claim; null: it says nothing.</param>
    /// <param name="until">As long as the session's cookie.</param>
    public static void Know(HttpContext context, string? locale, DateTimeOffset? until)
    {
        if (Languages.FirstOf(Tags(locale)) is { } language)
            Cookies.Write(context, OfAccount, language, until);
        else
            Forget(context);
    }

    /// <summary>Nobody is signed in here any more.</summary>
    public static void Forget(HttpContext context)
    {
        if (Cookies.Read(context, OfAccount) is not null)
            Cookies.Clear(context, OfAccount);
    }

    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var language = Choose(httpContext);
        return Task.FromResult(language is null ? null : new ProviderCultureResult("", language));
    }

    private string? Choose(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/dev", StringComparison.Ordinal))
            return Languages.All[0];
        // Programs send no cookies that we would read.
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            return Languages.FirstOf(Tags(context.Request.Query[Parameter])) ?? OfBrowser(context);
        if (IsChosenNow(context, out var chosen))
            return chosen;
        var kept = new[] { OfApp, OfPerson, OfAccount }.Select(name => Cookies.Read(context, name));
        return Languages.FirstOf(kept.OfType<string>()) ?? OfBrowser(context);
    }

    // A link in the footer. It lasts, and it undoes what the app asked for.
    private bool IsChosenNow(HttpContext context, out string? chosen)
    {
        var asked = Tags(context.Request.Query[Parameter]);
        chosen = Languages.FirstOf(asked);
        if (chosen is null)
            return false;
        if (!context.Request.Path.StartsWithSegments("/account", StringComparison.Ordinal))
            return true;
        Cookies.Write(context, OfPerson, chosen, clock.GetUtcNow() + Kept);
        if (Cookies.Read(context, OfApp) is not null)
            Cookies.Clear(context, OfApp);
        return true;
    }

    private static string? OfBrowser(HttpContext context) => Languages.FirstOf(
        context.Request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is null or > 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString()));

    private static IEnumerable<string> Tags(string? text) =>
        (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostTags);
}
