using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Keys;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Information, "The key ring was changed.")]
    public static partial void RingChanged(ILogger logger);

    [LoggerMessage(1102, LogLevel.Warning, "The key ring could not be read again: {Reason}. The keys in memory stay in use.")]
    public static partial void ReloadFailed(ILogger logger, Exception? calls, string reason);

    [LoggerMessage(1103, LogLevel.Warning, "Keys:EncryptionSecret has fewer than {Proper} characters; choose a longer one.")]
    public static partial void ShortSecret(ILogger logger, int proper);

    [LoggerMessage(1104, LogLevel.Warning, "The keys of cookies could not be read or written: {Reason}.")]
    public static partial void CookieKeysFailed(ILogger logger, Exception? calls, string reason);
}
