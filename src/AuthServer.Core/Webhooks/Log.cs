using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Webhooks;

internal static partial class Log
{
    [LoggerMessage(2551, LogLevel.Warning, "Webhooks cannot be read: {Reason}. What is known of them is used until they can.")]
    public static partial void ListUnreadable(ILogger logger, string reason);

    [LoggerMessage(2552, LogLevel.Warning, "Deliveries to webhooks cannot be read: {Reason}. They wait.")]
    public static partial void QueueUnreadable(ILogger logger, string reason);

    [LoggerMessage(2553, LogLevel.Warning, "Delivery {Id} to webhook {Webhook} is given up: {Reason}.")]
    public static partial void Dead(ILogger logger, Guid id, Guid webhook, string? reason);

    [LoggerMessage(2554, LogLevel.Information, "Delivery {Id} to webhook {Webhook} was not taken: {Reason}. It will be tried again.")]
    public static partial void Retried(ILogger logger, Guid id, Guid webhook, string? reason);

    [LoggerMessage(2555, LogLevel.Error, "Delivery {Id} to webhook {Webhook} failed in a way that nobody expected: {Fault}.")]
    public static partial void Unexpected(ILogger logger, Guid id, Guid webhook, string fault);
}
