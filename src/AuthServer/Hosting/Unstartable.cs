using AuthServer.Core.Data;
using Microsoft.Extensions.Options;

namespace AuthServer.Hosting;

/// <summary>A server that cannot start because of a setting says so in a line, and not in a page of calls.</summary>
internal static class Unstartable
{
    /// <summary>Exit code of a server that was not started, or had to stop by itself.</summary>
    public const int ExitCode = 1;

    /// <summary>From now on, for whatever nobody catches.</summary>
    public static void ExitInOneLine() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (unhandled.ExceptionObject is not Exception fault || ReasonOf(fault) is not { } reason)
            return;
        Console.Error.WriteLine(reason);
        Environment.Exit(ExitCode);
    };

    /// <summary>Looks at every setting that checks itself.</summary>
    public static void Validate(IServiceProvider services) => services.GetService<IStartupValidator>()?.Validate();

    private static string? ReasonOf(Exception fault) => fault switch
    {
        SettingException => fault.Message,
        OptionsValidationException wrong => string.Join('\n', wrong.Failures),
        // The words of the configuration binder, which name the setting and have no type of their own.
        InvalidOperationException when fault.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) =>
            fault.Message,
        _ => null,
    };
}
