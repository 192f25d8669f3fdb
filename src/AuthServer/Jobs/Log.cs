namespace AuthServer.Jobs;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "The job \"{Name}\" failed; it will be tried again in its rhythm.")]
    public static partial void Failed(ILogger logger, Exception fault, string name);
}
