using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>What a list is narrowed to, as asked for.</summary>
internal sealed class Narrowing
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Narrowing()
    {
    }

    /// <summary>The value; null: not narrowed by this.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The value of a filter by id.</summary>
    public Guid? Id(string name) => this[name] is { } text ? Guid.Parse(text) : null; // judged when it was read

    /// <summary>Reads the parameters.</summary>
    /// <returns>What is asked for, or what is wrong with it.</returns>
    public static (Narrowing? Narrowing, Problem? Problem) Read(IQueryCollection parameters, IReadOnlyList<ListFilter> filters)
    {
        var complaints = new Complaints();
        var narrowing = new Narrowing();
        foreach (var filter in filters)
        {
            if (parameters[filter.Name] is not { Count: > 0 } values || (values.Count == 1 && string.IsNullOrEmpty(values[0])))
                continue;
            var text = values[0] ?? "";
            if ((values.Count > 1 ? "wrong" : filter.Flaw(text)) is { } flaw)
                complaints.Add(filter.Name, flaw);
            narrowing._values[filter.Name] = text;
        }

        return complaints.IsEmpty ? (narrowing, null) : (null, Problems.Invalid(complaints));
    }
}
