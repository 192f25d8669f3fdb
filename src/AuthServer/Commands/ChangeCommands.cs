using System.CommandLine;
using System.Globalization;
using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;

namespace AuthServer.Commands;

/// <summary><c>plan</c>, <c>apply</c>, <c>diff</c>, <c>changes</c> and <c>rollback</c>: the configuration as a whole.</summary>
internal static class ChangeCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All(IServiceProvider services) =>
        [Plan(services), Apply(services), Diff(services), Changes(services), RollBack(services)];

    private static Option<bool> Json() => new("--json") { Description = "For programs." };

    private static Option<bool> Prune() => new("--prune") { Description = "What the files do not name goes." };

    private static Option<string?> PlanId() => new("--plan") { Description = "The id of the plan that this was decided on; refused if anything changed since." };

    private static Option<string?> Reason()
    {
        var reason = new Option<string?>("--reason") { Description = $"For the audit log; one line of at most {Cause.LongestReason} characters." };
        reason.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && (text.Length > Cause.LongestReason || text.Any(char.IsControl)))
                result.AddError($"--reason: one line of at most {Cause.LongestReason} characters.");
        });
        return reason;
    }

    private static Command Plan(IServiceProvider services)
    {
        var (files, prune, json) = (FileCommands.Files("the files that the server watches"), Prune(), Json());
        var command = new Command("plan", "What declarations would change, and what that would break. Changes nothing. Exit code 2: something.") { files, prune, json };
        command.SetAction(async (parsed, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            var outcome = await services.GetRequiredService<ConfigurationDesk>().PlanAsync(Read(services, parsed.GetValue(files)), parsed.GetValue(prune), ct);
            return Terminal.Tell(outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static Command Apply(IServiceProvider services)
    {
        var (files, prune, json) = (FileCommands.Files("the files that the server watches"), Prune(), Json());
        var (plan, reason) = (PlanId(), Reason());
        var command = new Command("apply", "Apply declarations: all of it or nothing, also over what was edited since.") { files, prune, plan, reason, json };
        command.SetAction(async (parsed, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            var outcome = await services.GetRequiredService<ConfigurationDesk>().ApplyAsync(
                Read(services, parsed.GetValue(files)), parsed.GetValue(prune), new DecidedOn(parsed.GetValue(plan)),
                Because(parsed.GetValue(reason)), ct);
            return Terminal.Tell(outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static Command Diff(IServiceProvider services)
    {
        var (what, json) = (FileCommands.Files("the files that the server watches"), Json());
        what.Description = "Declarations: JSON; or the numbers of two changes. None: the files that the server watches.";
        var command = new Command("diff", "Where the configuration differs from files, or from one change to another. Exit code 2: somewhere.") { what, json };
        command.SetAction(async (parsed, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            if (parsed.GetValue(what) is [var first, var second] && NumberOf(first) is { } from && NumberOf(second) is { } to)
            {
                return await services.GetRequiredService<ChangeHistory>().CompareAsync(from, to, ct) is { } changes
                    ? Terminal.Show(changes, parsed.GetValue(json))
                    : Terminal.Tell(new ChangeOutcome.Unknown(), parsed.GetValue(json));
            }

            return await services.GetRequiredService<ConfigurationDesk>().PlanAsync(Read(services, parsed.GetValue(what)), prune: false, ct) switch
            {
                ChangeOutcome.Planned(var plan) => Terminal.Show(plan.Changes, parsed.GetValue(json)),
                var other => Terminal.Tell(other, parsed.GetValue(json)),
            };
        });
        return command;
    }

    private static Command Changes(IServiceProvider services)
    {
        var json = Json();
        var command = new Command("changes", $"The last {PageQuery.DefaultLimit} changes of the configuration, the last one first.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            var query = new PageQuery(null, ListOrder.Parse(ChangeHistory.Orders[0]), null, PageQuery.DefaultLimit);
            return Terminal.List((await services.GetRequiredService<ChangeHistory>().ListAsync(query, ct)).Items, parsed.GetValue(json));
        });
        return command;
    }

    private static Command RollBack(IServiceProvider services)
    {
        var number = new Argument<long>("number") { Description = "Of a change: what the configuration was after it." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what it would change; exit code 2: something." };
        var (plan, reason, json) = (PlanId(), Reason(), Json());
        var command = new Command("rollback", "Make the configuration what it was after a change, to the byte; as a new change.") { number, dryRun, plan, reason, json };
        command.SetAction(async (parsed, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().OpenAsync(ct);
            var desk = services.GetRequiredService<ConfigurationDesk>();
            var outcome = parsed.GetValue(dryRun)
                ? await desk.PlanRollBackAsync(parsed.GetValue(number), ct)
                : await desk.RollBackAsync(
                    parsed.GetValue(number), new DecidedOn(parsed.GetValue(plan)), Because(parsed.GetValue(reason)), ct);
            return Terminal.Tell(outcome, parsed.GetValue(json));
        });
        return command;
    }

    private static DeclarationReading Read(IServiceProvider services, string[]? paths)
    {
        var files = services.GetRequiredService<DeclarationFiles>();
        return paths is { Length: > 0 } ? files.ReadParts(paths) : files.ReadParts();
    }

    private static Cause Because(string? reason) => new(Actor.Operator, string.IsNullOrWhiteSpace(reason) ? null : reason);

    private static long? NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
