using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Credentials;

internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Error, "What is stored as the password hash of user {UserId} is none: they cannot sign in with it")]
    public static partial void UnreadableHash(this ILogger log, Guid userId);
}
