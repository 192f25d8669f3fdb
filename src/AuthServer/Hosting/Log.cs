namespace AuthServer.Hosting;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Ready after {Seconds:F1} s.")]
    public static partial void Open(ILogger logger, double seconds);

    [LoggerMessage(3002, LogLevel.Debug, "The database does not answer yet: {Reason}")]
    public static partial void NotYet(ILogger logger, string reason);

    [LoggerMessage(3003, LogLevel.Error, "There is no database to be had: {Reason}. Check ConnectionStrings:Default or Database:*. Trying again and again.")]
    public static partial void NoDatabase(ILogger logger, string reason);

    [LoggerMessage(3004, LogLevel.Critical, "{Reason} Stopping.")]
    public static partial void Locked(ILogger logger, string reason);

    [LoggerMessage(3010, LogLevel.Debug, "{Class} refused: too many requests from one address.")]
    public static partial void TooMany(ILogger logger, EndpointClass @class);

    [LoggerMessage(3011, LogLevel.Warning, "A proxy that is not in Proxy:KnownNetworks forwards requests: everybody behind it shares one rate limit.")]
    public static partial void UnknownProxy(ILogger logger);
}
