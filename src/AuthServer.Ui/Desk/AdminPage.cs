using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Desk;

/// <summary>A page of the administrators. Whoever reaches a handler of it has the right that the handler names.</summary>
internal abstract class AdminPage : PageModel
{
    /// <summary>The parameter that names what a page shows, where that may hold any character.</summary>
    public const string Key = "id";

    private DeskPerson? _me;
    private Flash? _said;

    /// <summary>Who is here.</summary>
    public DeskPerson Me
    {
        get => _me ?? throw new InvalidOperationException("Nobody was let in.");
        set => _me = value;
    }

    /// <summary>What another page, or this one before, has just done; null: nothing.</summary>
    public Flash? Flash => _said ?? Flash.Of(Request.Query[Done.Parameter]);

    /// <summary>Where this page stands, from the top; the page itself is left out.</summary>
    public IReadOnlyList<Crumb> Trail { get; protected set; } = [];

    /// <summary>Whether these rights are theirs: what is not, is not shown.</summary>
    public bool May(AdminRights rights) => Me.May(rights);

    /// <summary>Who does it, and what the form gave as a reason.</summary>
    protected Cause Because()
    {
        var reason = Request.HasFormContentType ? Request.Form["reason"].ToString().Trim() : "";
        return new Cause(Me.By, reason.Length > 0 && PlainText.Judge(reason, Cause.LongestReason) is null ? reason : null);
    }

    /// <summary>Whether the form holds the name that it asks to be typed, for what cannot be taken back.</summary>
    protected bool IsTyped(string name) => Request.Form["typed"].ToString().Trim() == name;

    /// <summary>To a page after a form, so that reloading repeats nothing.</summary>
    /// <param name="done">One of the words of <see cref="Desk.Flash"/>.</param>
    protected LocalRedirectResult To(string path, string done) =>
        LocalRedirect($"~{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Done.Parameter}={done}");

    /// <summary>Back to the page that the form stands on.</summary>
    public LocalRedirectResult Again(string done) => To(Request.Path + QueryOf(Request), done);

    /// <summary>Says something on the page that is shown next, without a redirect.</summary>
    protected void Say(string word) => _said = Flash.Of(word);

    /// <summary>This page's own address, for one of its forms.</summary>
    public string Self(string? handler = null) => QueryOf(Request, handler);

    /// <summary>What names the thing that a page shows: all of an address that its forms keep.</summary>
    public static string QueryOf(HttpRequest request, string? handler = null)
    {
        var query = new QueryBuilder();
        if (request.Query[Key] is [{ Length: > 0 } key])
            query.Add(Key, key);
        if (handler is not null)
            query.Add("handler", handler);
        return query.ToString();
    }

    /// <summary>There is no such thing.</summary>
    protected NotFoundResult Missing() => NotFound();
}

/// <summary>A step of the way to a page.</summary>
/// <param name="Text">A key of <see cref="Texts"/>, or the name of a thing.</param>
internal sealed record Crumb(string Text, string Path)
{
    /// <summary>Whether the text is a name, and said as it is.</summary>
    public bool IsName { get; init; }
}
