namespace AuthServer.Endpoints;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "{Path} refused: {Error}, {Description} ({Reason}).")]
    public static partial void Refused(ILogger logger, string path, string error, string description, string? reason);
}
