using AuthServer.Tests.Fixtures;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>What a browser brought to an address of the relying party.</summary>
/// <param name="Target">Where to, as it was sent.</param>
/// <param name="Query">Members of the address, those that were registered included.</param>
/// <param name="Fragment">What a script on the page would see.</param>
/// <param name="Body">What was posted; null where it was no form.</param>
internal sealed record Delivery(
    Uri Target, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Fragment,
    IReadOnlyDictionary<string, string>? Body)
{
    /// <summary>By a redirect.</summary>
    public static Delivery ByRedirect(Reply reply) =>
        new(reply.Location ?? throw new InvalidOperationException("no redirect"), reply.Query, reply.Fragment, null);

    /// <summary>By a form that posts itself (OAuth 2.0 Form Post Response Mode §2).</summary>
    public static Delivery ByForm(Reply page)
    {
        var target = new Uri(page.Url, page.Form.GetAttribute("action"));
        var query = System.Web.HttpUtility.ParseQueryString(target.Query);
        return new(
            target,
            query.AllKeys.OfType<string>().ToDictionary(k => k, k => query[k] ?? ""),
            new Dictionary<string, string>(),
            page.Form.QuerySelectorAll("input[name]").ToDictionary(
                i => i.GetAttribute("name") ?? "", i => i.GetAttribute("value") ?? ""));
    }

    public override string ToString() => Target.ToString();
}
