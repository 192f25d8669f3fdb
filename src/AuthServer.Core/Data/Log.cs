using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Data;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "The database was brought up to date: {Count} migrations, the last {Last}.")]
    public static partial void Migrated(ILogger logger, int count, string last);
}
