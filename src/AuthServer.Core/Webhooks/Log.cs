using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Webhooks;

internal static partial class Log
{
    [LoggerMessage(2551, LogLevel.Warning, "Webhooks cannot be read: {Reason}. What is known of them is used until they can.")]
    public static partial void ListUnreadable(ILogger logger, string reason);
}
