using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>Why administrators do what they do, for the audit log: <c>?reason=</c> of every call that changes something.</summary>
internal static class Reasons
{
    /// <summary>The parameter.</summary>
    public const string Name = "reason";

    /// <summary>Whether a call may give one.</summary>
    public static bool IsTaken(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    /// <summary>Reads what the query says.</summary>
    /// <returns>The reason, or null where none was given; and what is wrong with it.</returns>
    public static (string? Reason, Problem? Problem) Read(HttpRequest request)
    {
        var text = IsTaken(request.Method) ? request.Query[Name].ToString() : "";
        return text.Length == 0 ? (null, null)
            : PlainText.Judge(text, Cause.LongestReason) is { } complaint ? (null, Problems.Invalid(Name, [complaint]))
            : (text, null);
    }

    /// <summary>Adds what is wrong with the one that a body gives.</summary>
    public static void Judge(string? reason, Complaints complaints)
    {
        if (PlainText.Judge(reason ?? "", Cause.LongestReason) is { } complaint)
            complaints.Add(Name, [complaint]);
    }
}
