namespace AuthServer.Endpoints;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "{Endpoint} refused as attempt {Attempt}: {Error}, {Description} ({Reason}).")]
    public static partial void Refused(
        ILogger logger, string endpoint, string attempt, string error, string description, string? reason);

    [LoggerMessage(2002, LogLevel.Warning, "{Path}: the database does not answer: {Reason}.")]
    public static partial void Unavailable(ILogger logger, string path, string reason);

    [LoggerMessage(2003, LogLevel.Error, "{Path} failed.")]
    public static partial void Failed(ILogger logger, Exception fault, string path);
}
