using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Clients;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "The clients' origins could not be read again: {Reason}. Those in memory stay in force.")]
    public static partial void OriginsNotRead(ILogger logger, Exception? calls, string reason);
}
