using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Messaging;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning,
        "{Channel} cannot be sent: no server is configured (Email:Smtp:Host, Sms:Twilio:AccountSid). Messages wait.")]
    public static partial void NotConfigured(ILogger logger, MessageChannel channel);

    [LoggerMessage(1302, LogLevel.Warning, "The outbox cannot be read: {Reason}. Messages wait.")]
    public static partial void QueueUnreadable(ILogger logger, string reason);

    [LoggerMessage(1303, LogLevel.Error, "Message {Id} ({Kind}) is given up: {Reason}.")]
    public static partial void Dead(ILogger logger, Guid id, MessageKind kind, string reason);

    [LoggerMessage(1304, LogLevel.Warning, "{Channel} cannot be delivered just now: {Reason}. Messages wait.")]
    public static partial void Unreachable(ILogger logger, MessageChannel channel, string reason);

    [LoggerMessage(1305, LogLevel.Warning, "{Count} messages by {Channel} came too late and were dropped.")]
    public static partial void Expired(ILogger logger, MessageChannel channel, int count);

    [LoggerMessage(1306, LogLevel.Error, "Message {Id} failed in a way that nobody expected: {Fault}.")]
    public static partial void Unexpected(ILogger logger, Guid id, string fault);

    [LoggerMessage(1307, LogLevel.Warning, "Message {Id} was marked too late: its lease was lost. It may go out twice.")]
    public static partial void LateMark(ILogger logger, Guid id);
}
