using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http.Features;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/declarations: the configuration as a whole, planned, applied all or nothing, and undone to the byte.</summary>
internal sealed class DeclarationCalls(ConfigurationDesk desk, ChangeHistory history, DeclarationFiles files)
{
    private const string Path = "/declarations";
    private const int MaxLength = 4 * 1024 * 1024;

    private static readonly (string, string) Prune = ("prune", "`true`: what the document does not name goes.");

    /// <summary>A whole configuration is longer than any other body.</summary>
    private static readonly Problem TooLarge = Problems.TooLarge with { Detail = Texts.Later("The document has more than 4 MB.") };

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<DeclarationCalls>(api.ServiceProvider);
        api.MapAdmin("GET", Path, AdminRights.Read, calls.ExportAsync).WithSummary("The configuration in force")
            .WithDescription("The same bytes for the same configuration. Without users, without clients that registered themselves, without secrets.")
            .Produces<object>().Example(null, ChangeExamples.Document);
        api.MapAdmin("GET", Path + "/drift", AdminRights.Read, calls.DriftAsync).WithSummary("Where the configuration differs from the server's files")
            .WithDescription("What applying them whole would change.").Produces<Drift>().Example(null, ChangeExamples.Drift);
        foreach (var name in (string[])["plan", "diff"])
            Document(api.MapAdmin("POST", $"{Path}/{name}", AdminRights.Read, calls.PlanAsync))
                .WithSummary("What a document would change, and what that would break")
                .WithDescription("Changes nothing; `plan` and `diff` are the same.")
                .Takes(Prune).Produces<ConfigurationPlan>().Example(ChangeExamples.Document, ChangeExamples.Plan);
        Document(api.MapAdmin("POST", Path + "/apply", AdminRights.Owner, calls.ApplyAsync)).WithSummary("Apply a document")
            .WithDescription("All or nothing.")
            .Takes(Prune, ("plan", "The `id` of the plan that it was decided on; needed with `prune`.")).Produces<AppliedChange>().Fails(Problems.PlanOutdated, Problems.PreconditionFailed).Recently()
            .Example(ChangeExamples.Document, ChangeExamples.Applied);
    }

    private static RouteHandlerBuilder Document(RouteHandlerBuilder call) => call.Accepts<object>("application/json")
        .Fails([.. CallNotes.OfBodies.Except([Problems.TooLarge, Problems.Malformed]), TooLarge]);

    private async Task<IResult> ExportAsync(Administrator administrator, HttpContext context)
    {
        var document = await desk.ExportAsync(context.RequestAborted);
        return Versions.Document(context, document.Utf8, document.Revision);
    }

    private async Task<IResult> DriftAsync(Administrator administrator, HttpContext context) =>
        await history.DriftAsync(context.RequestAborted) switch
        {
            ChangeOutcome.Planned(var plan) => Answer.Ok(new Drift(plan.Changes, [])),
            ChangeOutcome.Refused(var errors) => Answer.Ok(new Drift([], [.. errors.Select(e => e.ToString())])),
            var other => ChangeAnswers.Of(other, context),
        };

    private async Task<IResult> PlanAsync(Administrator administrator, HttpContext context)
    {
        if (PruneOf(context) is not { } prune)
            return Problems.Invalid("prune", "not_a_boolean");
        var (reading, problem) = await ReadAsync(context);
        return reading is null ? problem! : ChangeAnswers.Of(await desk.PlanAsync(reading, prune, context.RequestAborted), context); // one of the two is there
    }

    private async Task<IResult> ApplyAsync(Administrator administrator, HttpContext context)
    {
        if (PruneOf(context) is not { } prune)
            return Problems.Invalid("prune", "not_a_boolean");
        var plan = context.Request.Query["plan"] is [{ Length: > 0 } decided] ? decided : null;
        // What a document does not say is best seen before it goes.
        if (prune && plan is null)
            return Problems.Invalid("plan", "required");
        var (reading, problem) = await ReadAsync(context);
        if (reading is null)
            return problem!; // one of the two is there
        var revision = (await desk.ExportAsync(context.RequestAborted)).Revision;
        if (Versions.Judge(context, revision) is { } outdated)
            return outdated;
        var outcome = await desk.ApplyAsync(
            reading, prune, new DecidedOn(plan, Versions.IsAsked(context) ? revision : null), administrator.Because(), context.RequestAborted);
        return ChangeAnswers.Of(outcome, context);
    }

    private async Task<(DeclarationReading? Reading, Problem? Problem)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxLength + 1; // one more than we take, so that the answer to more is ours
        var (body, problem) = await JsonBody.ReadBytesAsync(context.Request, MaxLength);
        if (body is null)
            return (null, problem == Problems.TooLarge ? TooLarge : problem);
        return (files.ReadPart("the document", body), null);
    }

    private static bool? PruneOf(HttpContext context) => context.Request.Query["prune"].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => null,
    };
}

/// <summary>Where the configuration differs from the files.</summary>
/// <param name="Changes">What applying the files whole would change.</param>
/// <param name="Errors">Why the files cannot be applied.</param>
internal sealed record Drift(IReadOnlyList<ObjectChange> Changes, IReadOnlyList<string> Errors);
