using AuthServer.Core.Credentials;
using Microsoft.Extensions.Logging;

namespace AuthServer.Core.SignIn;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "User {UserId} signed in ({Methods}): session {SessionId}")]
    public static partial void SignedIn(this ILogger log, Guid userId, string methods, Guid sessionId);

    [LoggerMessage(2101, LogLevel.Information, "Sign-in refused for user {UserId}: {Reason}")]
    public static partial void Refused(this ILogger log, Guid? userId, WrongReason reason);

    [LoggerMessage(2102, LogLevel.Warning, "Sign-in turned away: too many passwords are being checked")]
    public static partial void TooBusy(this ILogger log);
}
