using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Recorder;

internal static partial class Log
{
    [LoggerMessage(1601, LogLevel.Warning, "Attempts cannot be recorded just now: {Reason}. Some wait, more are dropped.")]
    public static partial void NotWritten(ILogger logger, string reason);

    [LoggerMessage(1602, LogLevel.Information, "Attempts are recorded again.")]
    public static partial void WrittenAgain(ILogger logger);
}
