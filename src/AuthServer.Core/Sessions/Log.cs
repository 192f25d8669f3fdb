using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Sessions;

internal static partial class Log
{
    [LoggerMessage(1851, LogLevel.Warning, "Logout notices cannot be read: {Reason}. They wait.")]
    public static partial void QueueUnreadable(ILogger logger, string reason);

    [LoggerMessage(1852, LogLevel.Warning, "Logout notice {Id} of {Client} is given up: {Reason}.")]
    public static partial void Dead(ILogger logger, Guid id, string client, string? reason);

    [LoggerMessage(1853, LogLevel.Information, "Logout notice {Id} of {Client} was not taken: {Reason}. It will be tried again.")]
    public static partial void Retried(ILogger logger, Guid id, string client, string? reason);

    [LoggerMessage(1854, LogLevel.Error, "Logout notice {Id} of {Client} failed in a way that nobody expected: {Fault}.")]
    public static partial void Unexpected(ILogger logger, Guid id, string client, string fault);
}
