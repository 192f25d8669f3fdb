using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Deliveries;

internal static partial class Log
{
    [LoggerMessage(1851, LogLevel.Warning, "What is to be sent ({What}) cannot be read: {Reason}. It waits.")]
    public static partial void Unreadable(ILogger logger, string what, string reason);

    [LoggerMessage(1852, LogLevel.Warning, "{What} {Id} to {Receiver} is given up: {Reason}.")]
    public static partial void Dead(ILogger logger, string what, Guid id, object receiver, string? reason);

    [LoggerMessage(1853, LogLevel.Information, "{What} {Id} to {Receiver} was not taken: {Reason}. It will be tried again.")]
    public static partial void Retried(ILogger logger, string what, Guid id, object receiver, string? reason);

    [LoggerMessage(1854, LogLevel.Error, "{What} {Id} to {Receiver} failed in a way that nobody expected: {Fault}.")]
    public static partial void Unexpected(ILogger logger, string what, Guid id, object receiver, string fault);
}
