namespace AuthServer.Jobs;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "The chore \"{Name}\" failed: {Reason}. It will be tried again in its rhythm.")]
    public static partial void Failed(ILogger logger, string reason, string name);

    [LoggerMessage(4002, LogLevel.Warning, "The jobs cannot be started: {Reason}. It will be tried again.")]
    public static partial void NotStarted(ILogger logger, string reason);
}
