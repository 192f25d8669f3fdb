using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Otp;

internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Warning,
        "No more codes are texted this hour: all {Cap} are used up (Sms:HourlyCap). Somebody may be pumping messages")]
    public static partial void TextsUsedUp(this ILogger log, int cap);
}
