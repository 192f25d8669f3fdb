using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Outbound;

internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Warning, "A call to {Host}, which a client named, failed: {Reason}.")]
    public static partial void CallFailed(this ILogger log, string host, string reason);
}
