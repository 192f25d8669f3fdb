using System.Net;
using AngleSharp.Html.Dom;
using AuthServer.Tests.Attacks;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.AdminPages;

/// <summary>Somebody signed in with a browser at the administrators' pages.</summary>
public sealed class Clerk : IDisposable
{
    private readonly StandardServer _server;
    private readonly Person _person;
    private readonly string _token;

    private Clerk(StandardServer server, Person person, string token) => (_server, _person, _token) = (server, person, token);

    public Browser Browser => _person.Browser;

    public string Email => _person.Email;

    /// <summary>A new account in some roles, signed in.</summary>
    public static async Task<Clerk> NewAsync(StandardServer server, params string[] roles)
    {
        var person = await Person.NewAsync(server, roles);
        var account = await person.SignInAsync(await person.Browser.GetAsync("/account/login"));
        Assert.Equal("/account", account.Url.AbsolutePath);
        return new Clerk(server, person, account.Form.QuerySelector("input[type=hidden]")?.GetAttribute("value") ?? "");
    }

    /// <summary>Opens a page that is to be there.</summary>
    public async Task<Reply> OpenAsync(string path)
    {
        var page = await Browser.GetAsync(path);
        Assert.True(page.Status == HttpStatusCode.OK, page.ToString());
        return page;
    }

    /// <summary>Posts a form that need not stand on any page.</summary>
    public Task<Reply> PostAsync(string path, params (string Name, string Value)[] members) =>
        Browser.PostAsync(path, [("form", _token), .. members]);

    /// <summary>Presses the button of a form on the page: its hidden members go along.</summary>
    /// <param name="handler">What the form does; empty: it saves.</param>
    public async Task<Reply> PressAsync(Reply page, string handler, params (string Name, string Value)[] entries)
    {
        var form = page.Page.Forms.OfType<IHtmlFormElement>().First(f => f.Method == "post"
            && (handler.Length == 0 ? f.GetAttribute("class") == "form" : f.GetAttribute("action")!.EndsWith("handler=" + handler, StringComparison.Ordinal))); // each has an action
        var action = new Uri(page.Url, form.GetAttribute("action"));
        var hidden = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(i => (i.Name ?? "", i.Value));
        return await Browser.PostAsync(action.ToString(), [.. hidden, .. entries]);
    }

    /// <summary>Runs a statement about their sessions (<c>$1</c>: whose) that every node hears of.</summary>
    public Task ChangeSessionsAsync(string sql) => _server.ChangeSessionsAsync(_person, sql);

    public void Dispose() => _person.Dispose();
}
