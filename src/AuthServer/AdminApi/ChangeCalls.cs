using System.Globalization;
using System.Text.Json;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/declarations/changes: every configuration there was, and the way back to it.</summary>
internal sealed class ChangeCalls(ConfigurationDesk desk, ChangeHistory history)
{
    private const string Path = "/declarations/changes";

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<ChangeCalls>(api.ServiceProvider);
        api.MapList(Path, ChangeHistory.Orders, calls.ListAsync).WithSummary("The changes of the configuration")
            .WithDescription("Edits of single objects are found by comparing: some that came together share a change. `q` is looked for in reasons.")
            .Example(null, ChangeExamples.List);
        api.MapAdmin("GET", Path + "/{number}", AdminRights.Read, calls.FindAsync).WithSummary("A change, and the configuration that it led to")
            .Produces<ShownChange>().Fails(Problems.NotFound).Example(null, ChangeExamples.Shown);
        api.MapAdmin<WantedRollback>("POST", Path + "/{number}/rollback", AdminRights.Owner, calls.RollBackAsync)
            .WithSummary("Go back to the configuration that a change led to")
            .WithDescription(
                "To the byte, and as a new change. Secrets are in no configuration: those that are there stay, what was removed has none when it "
                + "is made again, and a client that is turned off, or was when it was removed, stays off. To see beforehand: plan the change's document with `?prune=true`.")
            .Produces<AppliedChange>().Fails(Problems.NotFound, Problems.PlanOutdated, Problems.PreconditionFailed).Recently()
            .Example(new WantedRollback(null, "The new redirect URI was wrong."), ChangeExamples.Applied);
    }

    private Task<Core.Data.Page<ChangeSet>> ListAsync(Core.Data.PageQuery query, HttpContext context) =>
        history.ListAsync(query, context.RequestAborted);

    private async Task<IResult> FindAsync(Administrator administrator, HttpContext context)
    {
        if (NumberOf(context) is not { } number || await history.FindAsync(number, context.RequestAborted) is not { } found)
            return Problems.NotFound;
        using var document = JsonDocument.Parse(found.Document);
        return Answer.Ok(new ShownChange(found.Change, found.Changes, document.RootElement.Clone()));
    }

    private async Task<IResult> RollBackAsync(Administrator administrator, WantedRollback body, HttpContext context)
    {
        if (NumberOf(context) is not { } number)
            return Problems.NotFound;
        var complaints = new Complaints();
        Reasons.Judge(body.Reason, complaints);
        if (!complaints.IsEmpty)
            return Problems.Invalid(complaints);
        var revision = (await desk.ExportAsync(context.RequestAborted)).Revision;
        if (Versions.Judge(context, revision) is { } outdated)
            return outdated;
        return ChangeAnswers.Of(
            await desk.RollBackAsync(number, new DecidedOn(body.Plan, Versions.IsAsked(context) ? revision : null), administrator.Because(body.Reason), context.RequestAborted), context);
    }

    private static long? NumberOf(HttpContext context) => long.TryParse(
        context.Request.RouteValues["number"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What is to be undone.</summary>
/// <param name="Plan">The id of the plan that it was decided on; without: whatever it takes.</param>
/// <param name="Reason">For the audit log; one line of at most 500 characters.</param>
internal sealed record WantedRollback(string? Plan, string? Reason);

/// <summary>A change.</summary>
/// <param name="Changes">Against the one before it.</param>
/// <param name="Document">The configuration that it led to: declarations.</param>
internal sealed record ShownChange(ChangeSet Change, IReadOnlyList<ObjectChange> Changes, JsonElement Document);
