using AuthServer.Protocol.Wire;
using Microsoft.Extensions.Configuration;

namespace AuthServer.Core.Data;

/// <summary>Lengths of time as settings write them: <c>90s</c>, <c>15m</c>, <c>8h</c>, <c>30d</c>, or <c>hh:mm:ss</c>.</summary>
public static class Durations
{
    /// <summary>Reads a setting.</summary>
    /// <returns>The fallback where the setting is absent or empty.</returns>
    /// <exception cref="SettingException">It is no length of time; the message names the setting.</exception>
    public static TimeSpan GetDuration(this IConfiguration configuration, string key, TimeSpan fallback)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return fallback;
        return TryParse(text, out var value)
            ? value
            : throw new SettingException($"{key} must be a length of time such as 90s, 15m, 8h or 30d, not '{text}'");
    }

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        var isOne = Duration.TryParse(text, out var duration);
        value = duration;
        return isOne;
    }
}
