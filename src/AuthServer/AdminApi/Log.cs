using AuthServer.Core.Data;

namespace AuthServer.AdminApi;

internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Information, "An administrator ended {Kind} {Key}: {Reason}")]
    public static partial void Revoked(ILogger logger, FeedKind kind, string key, string? reason);
}
