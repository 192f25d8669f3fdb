using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Data;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "The database was brought up to date: {Count} migrations, the last {Last}.")]
    public static partial void Migrated(ILogger logger, int count, string last);

    [LoggerMessage(1002, LogLevel.Warning, "The feed cannot be read: {Reason}. Tokens are refused until it can.")]
    public static partial void FeedUnreadable(ILogger logger, string reason);

    [LoggerMessage(1003, LogLevel.Information, "The feed can be read again.")]
    public static partial void FeedReadable(ILogger logger);

    [LoggerMessage(1004, LogLevel.Warning, "The database was brought up to date, but: {Reason}")]
    public static partial void MigrationWarned(ILogger logger, string reason);
}
