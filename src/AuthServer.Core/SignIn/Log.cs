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

    [LoggerMessage(2103, LogLevel.Information, "Sign-in turned away: the address is locked")]
    public static partial void Locked(this ILogger log);

    [LoggerMessage(2104, LogLevel.Warning, "Sign-in turned away: its sender has guessed wrong too often")]
    public static partial void Throttled(this ILogger log);

    [LoggerMessage(2110, LogLevel.Information, "User {UserId} registered")]
    public static partial void Registered(this ILogger log, Guid userId);

    [LoggerMessage(2111, LogLevel.Information, "User {UserId} verified their registration")]
    public static partial void Verified(this ILogger log, Guid userId);

    [LoggerMessage(2112, LogLevel.Information, "User {UserId} chose a new password by code or link")]
    public static partial void PasswordReset(this ILogger log, Guid userId);

    [LoggerMessage(2113, LogLevel.Information, "User {UserId} unlocked their account")]
    public static partial void Unlocked(this ILogger log, Guid userId);
}
