using AuthServer.Core.Data;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace AuthServer.Ui.Desk;

/// <summary>
/// A list as its address tells it: <c>?q=&amp;sort=&amp;cursor=</c> and the list's own filters. Everything is a link; what makes
/// no sense counts as not there.
/// </summary>
internal sealed class DeskList
{
    private readonly string _path;
    private readonly KeyValuePair<string, string>[] _filters;

    private DeskList(string path, PageQuery query, KeyValuePair<string, string>[] filters) =>
        (_path, Query, _filters) = (path, query, filters);

    /// <summary>For the room that reads it.</summary>
    public PageQuery Query { get; }

    /// <summary>Whether anything narrows it.</summary>
    public bool IsNarrowed => Query.Text is not null || _filters.Length > 0;

    /// <summary>Whether this is not its first page.</summary>
    public bool IsFurther => Query.After is not null;

    /// <summary>Its first page.</summary>
    public string First => Address(Query.Order, null);

    /// <summary>What stands in the address beside the search.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Kept =>
        [.. _filters, KeyValuePair.Create("sort", Query.Order.ToString())];

    /// <param name="orders">What it can be sorted by; the first is the default.</param>
    /// <param name="filters">The names of the list's own parameters.</param>
    public static DeskList Read(HttpRequest request, IReadOnlyList<string> orders, params string[] filters)
    {
        var text = request.Query["q"].ToString().Trim();
        var isText = text.Length > 0 && PlainText.Judge(text, PageQuery.MaxTextLength) is null;
        var asked = ListOrder.Parse(request.Query["sort"].ToString());
        var order = orders.Any(o => ListOrder.Parse(o).Member == asked.Member) ? asked : ListOrder.Parse(orders[0]);
        var query = new PageQuery(
            isText ? text : null, order, Cursor.Read(request.Query["cursor"].ToString(), order), PageQuery.DefaultLimit);
        var set = filters.Select(f => KeyValuePair.Create(f, request.Query[f].ToString().Trim()))
            .Where(f => f.Value.Length is > 0 and <= PageQuery.MaxTextLength && PlainText.Judge(f.Value, PageQuery.MaxTextLength) is null);
        return new DeskList(request.PathBase + request.Path, query, [.. set]);
    }

    /// <summary>What a filter is set to; null: it is not.</summary>
    public string? Filter(string name) => _filters.FirstOrDefault(f => f.Key == name).Value;

    /// <summary>The same as an id; null: it is not set, or none.</summary>
    public Guid? Id(string name) => Guid.TryParse(Filter(name), out var id) ? id : null;

    /// <summary>The same where it says one of two things; null: neither.</summary>
    public bool? Flag(string name, string yes, string no) => Filter(name) is { } value ? value == yes ? true : value == no ? false : null : null;

    /// <summary>The same as a member of an enumeration, in small letters; null: none.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(m => Shown.Word(m!.Value) == Filter(name)); // none of these is null

    /// <summary>Those of some filters that are set.</summary>
    public IEnumerable<KeyValuePair<string, string>> Narrowings(params string[] names) => _filters.Where(f => names.Contains(f.Key));

    /// <summary>The page after this one.</summary>
    public string Next(string cursor) => Address(Query.Order, cursor);

    /// <summary>The same list with a filter set otherwise; null: not set.</summary>
    public string With(string filter, string? value)
    {
        var filters = _filters.Where(f => f.Key != filter);
        if (value is not null)
            filters = filters.Append(KeyValuePair.Create(filter, value));
        return new DeskList(_path, Query, [.. filters]).First;
    }

    /// <summary>The head of a column: a link that sorts by it, and the other way round where that is so already.</summary>
    public IHtmlContent Head(string member, string text, string? classes = null)
    {
        var isThis = Query.Order.Member == member;
        var link = new TagBuilder("a");
        link.Attributes["href"] = Address(new ListOrder(member, isThis && !Query.Order.Descending), null);
        link.InnerHtml.Append(text);
        var head = new TagBuilder("th");
        head.Attributes["scope"] = "col";
        if (isThis)
            head.Attributes["aria-sort"] = Query.Order.Descending ? "descending" : "ascending";
        if (classes is not null)
            head.AddCssClass(classes);
        head.InnerHtml.AppendHtml(link);
        return head;
    }

    private string Address(ListOrder order, string? cursor)
    {
        var query = new QueryBuilder();
        if (Query.Text is { } text)
            query.Add("q", text);
        foreach (var (name, value) in _filters)
            query.Add(name, value);
        query.Add("sort", order.ToString());
        if (cursor is not null)
            query.Add("cursor", cursor);
        return _path + query;
    }
}
