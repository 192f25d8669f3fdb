using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;
using AuthServer.Hosting;

namespace AuthServer.Commands;

/// <summary>What commands say, and the exit code that goes with it.</summary>
internal static class Terminal
{
    private static readonly JsonSerializerOptions Json = new(JsonBody.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it stands in no page
    };

    /// <summary>Every reason, one a line.</summary>
    public static int Refuse(IEnumerable<DeclarationError> errors)
    {
        foreach (var error in errors)
            Console.Error.WriteLine(OneLine(error.ToString()));
        return CommandLine.Refused;
    }

    /// <summary>How it ended.</summary>
    public static int Tell(ChangeOutcome outcome, bool json)
    {
        switch (outcome)
        {
            case ChangeOutcome.Planned(var plan):
                Write(plan, json, () => Describe(plan));
                return plan.IsEmpty ? CommandLine.Done : CommandLine.Differs;
            case ChangeOutcome.Applied(var change):
                Write(new AppliedChange(change.Revision, change), json, () => Console.WriteLine(Line(change)));
                return CommandLine.Done;
            case ChangeOutcome.NothingToDo(var revision):
                Write(new AppliedChange(revision, null), json, () => Console.WriteLine("Nothing to do."));
                return CommandLine.Done;
            case ChangeOutcome.Refused(var errors):
                return Refuse(errors);
            case ChangeOutcome.Outdated(var revision):
                Console.Error.WriteLine($"The configuration ({revision}), or a file, is not what the plan was made of: plan again.");
                return CommandLine.Refused;
            default:
                Console.Error.WriteLine("There is no change of this number: `changes` lists them.");
                return CommandLine.Refused;
        }
    }

    /// <summary>What differs.</summary>
    public static int Show(IReadOnlyList<ObjectChange> changes, bool json)
    {
        Write(changes, json, () => Describe(changes));
        return changes.Count == 0 ? CommandLine.Done : CommandLine.Differs;
    }

    /// <summary>Changes, one a line.</summary>
    public static int List(IReadOnlyList<ChangeSet> changes, bool json)
    {
        Write(changes, json, () =>
        {
            foreach (var change in changes)
                Console.WriteLine(Line(change));
        });
        return CommandLine.Done;
    }

    private static void Describe(ConfigurationPlan plan)
    {
        Describe(plan.Changes);
        if (plan.Consequences.Count > 0)
            Console.WriteLine("\nWhat will be noticed:");
        foreach (var consequence in plan.Consequences)
            Console.WriteLine("  ! " + OneLine(consequence.Text));
        if (!plan.IsEmpty)
            Console.WriteLine($"\nPlan {plan.Id}: apply it with --plan {plan.Id}, and nothing else happens.");
    }

    private static void Describe(IReadOnlyList<ObjectChange> changes)
    {
        if (changes.Count == 0)
            Console.WriteLine("No differences.");
        foreach (var change in changes)
        {
            Console.WriteLine($"{Sign(change)} {OneLine(change.ToString())}: {change.Change}");
            foreach (var member in change.Members)
                Console.WriteLine($"    {OneLine(member.Name)}: {Text(member)}");
        }
    }

    private static string Text(MemberChange member) => (member.Before, member.After) switch
    {
        (null, { } after) => Text(after),
        ({ } before, null) => $"{Text(before)} → (gone)",
        var (before, after) => $"{Text(before)} → {Text(after)}",
    };

    // As JSON: what is written there cannot reach the terminal as anything but text.
    private static string Text(JsonElement? value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Default);

    private static char Sign(ObjectChange change) => change.Change switch
    {
        ObjectChange.Created => '+',
        ObjectChange.Deleted => '-',
        _ => '~',
    };

    private static string Line(ChangeSet change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{change.Number}  {change.At:yyyy-MM-dd HH:mm:ss}Z  {OriginOf(change)}  {OneLine(change.By.Id)}  +{change.Created} ~{change.Updated} -{change.Deleted}{(change.Reason is null ? "" : "  " + OneLine(change.Reason))}");

    private static string OriginOf(ChangeSet change) => change.Origin switch
    {
        ChangeOrigin.Applied => "applied",
        ChangeOrigin.Files => "files",
        ChangeOrigin.RolledBack => $"rolled back to {change.RestoredNumber}",
        _ => "edited",
    };

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static void Write<T>(T value, bool json, Action describe)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(value, Json));
        else
            describe();
    }
}
