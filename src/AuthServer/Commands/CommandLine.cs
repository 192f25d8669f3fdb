using System.CommandLine;
using AuthServer.Core.Data;
using AuthServer.Core.Keys;
using Npgsql;

namespace AuthServer.Commands;

/// <summary>
/// What the server's program does besides serving: its first argument says so. Commands take their settings from files and
/// the environment, as the server does, write what was asked for to the standard output, and everything else to the other.
/// </summary>
internal sealed class CommandLine
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Done = 0;

    /// <summary>Refused, for the reasons on the standard error, one a line.</summary>
    public const int Refused = 1;

    /// <summary>A plan or a comparison found something.</summary>
    public const int Differs = 2;

    private readonly string[] _arguments;

    private CommandLine(string[] arguments) => _arguments = arguments;

    /// <summary>The command that is asked for, be it one that there is not; null: the server is.</summary>
    public static CommandLine? Of(string[] arguments) =>
        arguments is [var name, ..] && (name is "--help" || !IsSetting(name)) ? new CommandLine(arguments) : null;

    /// <summary>Nothing but warnings, and those beside what was asked for.</summary>
    public static void Quieten(ILoggingBuilder logging) => logging.ClearProviders()
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IServiceProvider services)
    {
        var root = new RootCommand("A self-hosted identity server. Without a command, it serves.");
        foreach (var command in Commands(services))
            root.Add(command);
        try
        {
            return await root.Parse(_arguments is ["help", ..] ? ["--help"] : _arguments)
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (ReasonOf(fault) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return Refused;
        }
    }

    /// <summary>Settings are <c>--name value</c>, <c>/name value</c> or <c>name=value</c>.</summary>
    private static bool IsSetting(string argument) => argument is ['-' or '/', ..] || argument.Contains('=', StringComparison.Ordinal);

    private static IEnumerable<Command> Commands(IServiceProvider services) =>
        [.. FileCommands.All(services), .. ChangeCommands.All(services), AuditCommand.Of(services), RestoredCommand.Of(services)];

    /// <summary>What only whoever runs it can mend, in a line; null: a fault of ours.</summary>
    private static string? ReasonOf(Exception fault) => fault switch
    {
        SettingException or KeyRingLockedException => fault.Message,
        PostgresException refusal => $"The database refuses: {refusal.MessageText}",
        NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException } =>
            $"The database does not answer: {DatabaseFault.ReasonOf(fault)}.",
        IOException or UnauthorizedAccessException => fault.Message,
        _ => null,
    };
}
