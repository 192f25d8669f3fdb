using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Declarations;

internal static partial class Log
{
    [LoggerMessage(1901, LogLevel.Information, "Declarations: {Count} objects were made or changed.")]
    public static partial void Applied(ILogger logger, int count);

    [LoggerMessage(1902, LogLevel.Warning, "Declarations: {What} differs in the database, which wins.")]
    public static partial void Drift(ILogger logger, string what);

    [LoggerMessage(1903, LogLevel.Error, "Declarations have errors; nothing of them was applied. {Errors}")]
    public static partial void Refused(ILogger logger, string errors);

    [LoggerMessage(1904, LogLevel.Warning, "Declarations could not be applied: {Reason}. It is tried again each second.")]
    public static partial void NotApplied(ILogger logger, Exception? calls, string reason);

    [LoggerMessage(
        1905, LogLevel.Warning, "Declarations: client {ClientId} names the scope '{Scope}', which does not exist.")]
    public static partial void UnknownScope(ILogger logger, string clientId, string scope);
}
