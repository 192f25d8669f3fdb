namespace AuthServer.Hosting;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Ready after {Seconds:F1} s.")]
    public static partial void Open(ILogger logger, double seconds);

    [LoggerMessage(3002, LogLevel.Debug, "The database does not answer yet: {Reason}")]
    public static partial void NotYet(ILogger logger, string reason);

    [LoggerMessage(3003, LogLevel.Error, "The database has not answered for {Patience}: check ConnectionStrings:Default or Database:*. Still trying.")]
    public static partial void NoDatabase(ILogger logger, TimeSpan patience);
}
