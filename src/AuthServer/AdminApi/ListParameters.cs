using System.Globalization;
using AuthServer.Core.Data;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>The parameters that every list has.</summary>
internal static class ListParameters
{
    /// <summary>Reads them.</summary>
    /// <param name="orders">Which there are; the first is the default. Each can be turned round.</param>
    /// <returns>What is asked for, or what is wrong with it.</returns>
    public static (PageQuery? Query, Problem? Problem) Read(IQueryCollection parameters, IReadOnlyList<string> orders)
    {
        var complaints = new Complaints();
        var text = One(parameters, "q", complaints);
        if (text is not null && PlainText.Judge(text, PageQuery.MaxTextLength) is { } complaint)
            complaints.Add("q", [complaint]);

        var order = ListOrder.Parse(One(parameters, "sort", complaints) is { Length: > 0 } asked ? asked : orders[0]);
        if (!orders.Any(o => ListOrder.Parse(o).Member == order.Member))
            complaints.Add("sort", "not_one_of");

        var after = One(parameters, "cursor", complaints) is { Length: > 0 } place ? Cursor.Read(place, order) : null;
        if (after is null && One(parameters, "cursor", complaints) is { Length: > 0 })
            complaints.Add("cursor", "wrong");

        var limit = PageQuery.DefaultLimit;
        if (One(parameters, "limit", complaints) is { Length: > 0 } number
            && (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > PageQuery.MaxLimit))
            complaints.Add("limit", "out_of_range");

        return complaints.IsEmpty
            ? (new PageQuery(string.IsNullOrWhiteSpace(text) ? null : text.Trim(), order, after, limit), null)
            : (null, Problems.Invalid(complaints));
    }

    private static string? One(IQueryCollection parameters, string name, Complaints complaints)
    {
        if (parameters[name] is not { Count: > 0 } values)
            return null;
        if (values.Count > 1)
            complaints.Add(name, "wrong");
        return values[0];
    }
}
