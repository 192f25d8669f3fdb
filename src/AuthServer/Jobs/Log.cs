namespace AuthServer.Jobs;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "The chore \"{Name}\" failed: {Reason}. It will be tried again in its rhythm.")]
    public static partial void Failed(ILogger logger, string reason, string name);

    [LoggerMessage(4002, LogLevel.Warning, "The jobs cannot be started: {Reason}. It will be tried again.")]
    public static partial void NotStarted(ILogger logger, string reason);

    [LoggerMessage(4003, LogLevel.Warning, "{Name}: the database does not answer: {Reason}. It will be tried again in its rhythm.")]
    public static partial void Waits(ILogger logger, string name, string reason);

    [LoggerMessage(4004, LogLevel.Error, "{Name} failed. It will be tried again in its rhythm.")]
    public static partial void JobFailed(ILogger logger, Exception fault, string name);

    [LoggerMessage(4005, LogLevel.Error, "{What} {Reason}.")]
    public static partial void ScheduleFailed(ILogger logger, string what, string reason);
}
