using System.Text.Json.Nodes;
using AuthServer.Core.Editing;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>What became of an edit, as an answer.</summary>
internal static class EditAnswers
{
    /// <summary>Who edits, and on which version they decided.</summary>
    public static Editor Editor(this Administrator administrator, HttpContext context) => new(administrator.Rights, administrator.Because())
    {
        DecidedOn = version => Versions.Judge(context, version) is null,
    };

    /// <summary>The object with its <c>ETag</c>, or the problem.</summary>
    public static IResult Of(HttpContext context, EditOutcome outcome) => outcome switch
    {
        EditOutcome.Created created => Versions.Created(context, WithSecret(created), created.Made.Version),
        EditOutcome.Changed(var changed) => Versions.Shown(context, changed.Members, changed.Version),
        EditOutcome.Gone => Answer.Done,
        EditOutcome.NotFound => Problems.NotFound,
        EditOutcome.Exists => Problems.AlreadyExists,
        EditOutcome.Stale => Problems.PreconditionFailed,
        EditOutcome.Forbidden => Problems.InsufficientScope,
        EditOutcome.Full => Problems.LimitReached,
        EditOutcome.Refused(var complaints) => Problems.Invalid(complaints),
        EditOutcome.InUse(var uses) => Problems.InUse with
        {
            UsedBy = uses.GroupBy(u => u.Kind).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(u => u.Key)]),
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonObject WithSecret(EditOutcome.Created created)
    {
        if (created.Secret is not null)
            created.Made.Members["client_secret"] = created.Secret;
        return created.Made.Members;
    }
}
