using System.Globalization;
using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>Which events a call asks for.</summary>
internal static class AuditParameters
{
    private const int MaxLength = 200;

    /// <summary>For the description: whom and what.</summary>
    public static readonly (string, string)[] Described =
    [
        ("action", "What happened, such as `user.locked`."), ("actor", "The id of who did it."),
        ("target_kind", "What kind of thing it happened to."), ("target", "Its id among its kind."),
    ];

    /// <summary>For the description: when.</summary>
    public static readonly (string, string)[] Times =
        [("from", "From then on: RFC 3339, or a day."), ("to", "Until then, itself left out: RFC 3339, or a day.")];

    /// <summary>Reads them.</summary>
    /// <returns>What is asked for, or what is wrong with it.</returns>
    public static (AuditFilter? Filter, Problem? Problem) Read(IQueryCollection parameters)
    {
        var complaints = new Complaints();
        var filter = new AuditFilter(
            Text(parameters, "action", complaints), Text(parameters, "actor", complaints), Text(parameters, "target_kind", complaints),
            Text(parameters, "target", complaints), Time(parameters, "from", complaints), Time(parameters, "to", complaints));
        return complaints.IsEmpty ? (filter, null) : (null, Problems.Invalid(complaints));
    }

    private static string? Text(IQueryCollection parameters, string name, Complaints complaints)
    {
        if (parameters[name] is not { Count: > 0 } values || values[0] is not { Length: > 0 } text)
            return null;
        if (values.Count > 1)
            complaints.Add(name, "wrong");
        else if (PlainText.Judge(text, MaxLength) is { } complaint)
            complaints.Add(name, [complaint]);
        return text;
    }

    private static DateTimeOffset? Time(IQueryCollection parameters, string name, Complaints complaints)
    {
        if (Text(parameters, name, complaints) is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.UtcDateTime.Year is > 1970 and < 9999)
            return time;
        complaints.Add(name, "wrong");
        return null;
    }

    // RFC 3339, and a day alone.
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
}
