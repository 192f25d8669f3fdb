using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>What becomes of a change of the configuration on the wire.</summary>
internal static class ChangeAnswers
{
    /// <summary>The answer, with the revision in force as its version.</summary>
    public static IResult Of(ChangeOutcome outcome, HttpContext context) => outcome switch
    {
        ChangeOutcome.Planned(var plan) => Versions.Shown(context, plan, plan.Revision),
        ChangeOutcome.Applied(var change) => Versions.Shown(context, new AppliedChange(change.Revision, change), change.Revision),
        ChangeOutcome.NothingToDo(var revision) => Versions.Shown(context, new AppliedChange(revision, null), revision),
        ChangeOutcome.Refused(var errors) => Problems.ValidationFailed with { Errors = ByPath(errors) },
        ChangeOutcome.Outdated => Problems.PlanOutdated,
        _ => Problems.NotFound,
    };

    private static Dictionary<string, IReadOnlyList<Complaint>> ByPath(IReadOnlyList<DeclarationError> errors) => errors
        .GroupBy(e => e.Path.Length > 0 ? e.Path : "document", StringComparer.Ordinal)
        .ToDictionary(
            g => g.Key, g => (IReadOnlyList<Complaint>)[.. g.Select(e => new Complaint("declaration") { Text = e.Text })], StringComparer.Ordinal);
}
