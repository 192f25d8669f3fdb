using System.Net;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Pages;

/// <summary>Who is answered in which language.</summary>
public sealed class LanguageTests(StandardServer server) : IClassFixture<StandardServer>
{
    [Theory]
    [InlineData(null, "en", "Sign in")]
    [InlineData("de", "de", "Anmelden")]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de", "Anmelden")]
    [InlineData("pl, fr-CA;q=0.7, en;q=0.3", "fr", "Se connecter")]
    [InlineData("es-419", "es", "Iniciar sesión")]
    [InlineData("de;q=0, pl", "en", "Sign in")]
    [InlineData("*", "en", "Sign in")]
    [InlineData("x;;;q=", "en", "Sign in")]
    public async Task Browser_asks_for_a_language(string? accept, string language, string heading)
    {
        var page = await AskAsync("/account/login", accept);

        Assert.True(page.Status == HttpStatusCode.OK, page.ToString());
        Assert.Equal(language, page.Page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("ltr", page.Page.DocumentElement.GetAttribute("dir"));
        Assert.Equal(heading, page.Page.QuerySelector("h1")?.TextContent);
        Assert.Equal(language, page.Header("Content-Language"));
        Assert.Contains("Accept-Language", page.Header("Vary"), StringComparison.Ordinal);
    }

    [Fact]
    [Spec("OIDC Core", "3.1.2.1")]
    public async Task App_asks_for_a_language_and_it_stays_until_the_next_app_asks()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.FollowAsync(
            await ada.Browser.GetAsync(Person.AuthorizeUrl("web", ("ui_locales", "pl de-CH fr"))));
        Assert.Equal("Bei App web anmelden", Heading(login));
        var wrong = await ada.Browser.SubmitAsync(login, ("Email", ada.Email), ("Password", "wrong"));
        Assert.Contains("passen nicht zusammen", wrong.Text, StringComparison.Ordinal);
        var consent = await ada.SignInAsync(wrong);
        Assert.Equal("App web möchte Ihr Acme ID-Konto verwenden", Heading(consent));
        Assert.Contains("Wissen, wer Sie sind", consent.Text, StringComparison.Ordinal);
        Assert.Equal("Ihr Konto", (await ada.Browser.GetAsync("/account")).Page.Title?.Split(" · ")[0]);

        await ada.Browser.GetAsync(Person.AuthorizeUrl("web"));
        Assert.Equal("Your account", (await ada.Browser.GetAsync("/account")).Page.Title?.Split(" · ")[0]);
    }

    [Fact]
    public async Task Page_that_is_not_there_varies_by_language_once()
    {
        var page = await AskAsync("/account/nothing", "fr");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("fr", page.Header("Content-Language"));
        Assert.Equal("Accept-Language", page.Header("Vary"));
    }

    [Fact]
    public async Task Person_chooses_a_language_and_it_stays()
    {
        using var browser = server.NewBrowser();
        var page = await browser.GetAsync("/account/login");
        var link = page.Page.QuerySelector("nav.languages a[lang=fr]")!.GetAttribute("href")!; // every page has them

        Assert.Equal("Se connecter", Heading(await browser.GetAsync("/account/login" + link)));
        Assert.Equal("Se connecter", Heading(await browser.GetAsync("/account/login")));
        Assert.Equal("Cette page n’existe pas", Heading(await browser.GetAsync("/account/nothing")));
    }

    [Fact]
    public async Task Signed_in_person_is_answered_as_their_account_says_where_nothing_else_was_asked()
    {
        using var ada = await Person.NewAsync(server);
        await server.ExecuteAsync("UPDATE users SET locale = 'de-AT' WHERE email = $1", ada.Email);
        var login = await ada.Browser.GetAsync("/account/login");
        Assert.Equal("Sign in", Heading(login));
        await ada.SignInAsync(login);
        Assert.Equal("de", await LanguageOfAsync(ada, "/account"));

        // An app that asks wins, and so does the person.
        await ada.Browser.GetAsync(Person.AuthorizeUrl("web", ("ui_locales", "fr")));
        Assert.Equal("fr", await LanguageOfAsync(ada, "/account"));
        await ada.Browser.GetAsync(Person.AuthorizeUrl("web"));
        Assert.Equal("de", await LanguageOfAsync(ada, "/account"));
        Assert.Equal("es", await LanguageOfAsync(ada, "/account?ui_locales=es"));
        Assert.Equal("es", await LanguageOfAsync(ada, "/account"));
    }

    [Fact]
    public async Task Language_of_an_account_goes_with_its_owner()
    {
        using var ada = await Person.NewAsync(server);
        await server.ExecuteAsync("UPDATE users SET locale = 'de' WHERE email = $1", ada.Email);
        await ada.SignInAsync(await ada.Browser.GetAsync("/account/login"));
        await ada.Browser.FollowAsync(await ada.Browser.SubmitAsync(await ada.Browser.GetAsync("/account/logout")));
        Assert.Equal("en", await LanguageOfAsync(ada, "/account/login"));
    }

    private static async Task<string?> LanguageOfAsync(Person person, string url) =>
        (await person.Browser.GetAsync(url)).Page.DocumentElement.GetAttribute("lang");

    [Fact]
    public async Task Links_to_other_languages_keep_the_app_in_mind()
    {
        using var ada = await Person.NewAsync(server);
        var login = await ada.Browser.FollowAsync(await ada.Browser.GetAsync(Person.AuthorizeUrl("web")));
        var link = login.Page.QuerySelector("nav.languages a[lang=es]")!.GetAttribute("href")!; // every page has them

        var spanish = await ada.Browser.GetAsync("/account/login" + link);
        Assert.Equal("Iniciar sesión en App web", Heading(spanish));
        Assert.Equal("/account/consent", (await ada.SignInAsync(spanish)).Url.AbsolutePath);
    }

    [Fact]
    public async Task Error_of_an_app_is_told_in_the_language_of_the_browser()
    {
        var page = await AskAsync("/connect/authorize?client_id=nobody", "de");
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("Dieser Link funktioniert nicht", Heading(page));
        Assert.Empty(page.Page.QuerySelectorAll("nav.languages"));
    }

    [Fact]
    public async Task Answer_in_a_form_speaks_the_language_too()
    {
        using var ada = await Person.NewAsync(server);
        var page = await ada.WalkAsync(Person.AuthorizeUrl("trusted", ("response_mode", "form_post"), ("ui_locales", "es")));
        Assert.Contains("<html lang=\"es\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("Continuar", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Spec("OIDC Discovery", "3")]
    public async Task Metadata_names_the_languages()
    {
        using var channel = server.NewBackChannel();
        var metadata = await channel.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(
            ["en", "de", "fr", "es"],
            metadata.Json.GetProperty("ui_locales_supported").EnumerateArray().Select(l => l.GetString()));
    }

    private static string? Heading(Reply page) => page.Page.QuerySelector("h1")?.TextContent;

    private async Task<Reply> AskAsync(string address, string? accept)
    {
        using var channel = server.NewBackChannel();
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        return await channel.SendAsync(request);
    }
}
