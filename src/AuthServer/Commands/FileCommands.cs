using System.CommandLine;
using AuthServer.Core.Declarations;
using AuthServer.Core.Declarations.Changes;

namespace AuthServer.Commands;

/// <summary><c>validate</c> and <c>export</c>: files in, files out.</summary>
internal static class FileCommands
{
    /// <summary>Both.</summary>
    public static IEnumerable<Command> All(IServiceProvider services) => [Validate(services), Export(services)];

    /// <summary>Files of declarations, in the order in which they are named; errors name them as they are named here.</summary>
    public static Argument<string[]> Files(string whenNone) => new("file")
    {
        Description = $"Declarations: JSON. None: {whenNone}.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static Command Validate(IServiceProvider services)
    {
        var files = Files("the files that the server watches");
        var command = new Command("validate", "Say every error of declarations at once. Needs no database.") { files };
        command.SetAction(parsed =>
        {
            var reader = services.GetRequiredService<DeclarationFiles>();
            var reading = parsed.GetValue(files) is { Length: > 0 } paths ? reader.Read(paths) : reader.Read();
            if (reading.Problem is null)
                Console.WriteLine("No errors.");
            return reading.Errors.Count == 0 ? CommandLine.Done : Terminal.Refuse(reading.Errors);
        });
        return command;
    }

    private static Command Export(IServiceProvider services)
    {
        var output = new Option<string?>("--output", "-o") { Description = "A file; without: the standard output." };
        var command = new Command("export", "The configuration in force, as declarations. Without users and secrets.") { output };
        command.SetAction(async (parsed, ct) =>
        {
            await services.GetRequiredService<OpenDatabase>().CheckAsync(ct);
            var document = await services.GetRequiredService<ConfigurationDesk>().ExportAsync(ct);
            if (parsed.GetValue(output) is { Length: > 0 } path)
            {
                await File.WriteAllBytesAsync(path, document.Utf8, ct);
                return CommandLine.Done;
            }

            await using var standard = Console.OpenStandardOutput();
            await standard.WriteAsync(document.Utf8, ct);
            return CommandLine.Done;
        });
        return command;
    }
}
