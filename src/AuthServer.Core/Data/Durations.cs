using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace AuthServer.Core.Data;

/// <summary>Lengths of time as settings write them: <c>90s</c>, <c>15m</c>, <c>8h</c>, <c>30d</c>, or <c>hh:mm:ss</c>.</summary>
public static class Durations
{
    /// <summary>Reads a setting.</summary>
    /// <returns>The fallback where the setting is absent or empty.</returns>
    /// <exception cref="InvalidOperationException">It is no length of time; the message names the setting.</exception>
    public static TimeSpan GetDuration(this IConfiguration configuration, string key, TimeSpan fallback)
    {
        if (configuration[key] is not { Length: > 0 } text)
            return fallback;
        return TryParse(text, out var value)
            ? value
            : throw new InvalidOperationException($"{key} must be a length of time such as 90s, 15m, 8h or 30d, not '{text}'");
    }

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        if (text.Length == 0)
            return false;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is null)
            return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > TimeSpan.MaxValue / unit.Value)
        {
            return false;
        }

        value = count * unit.Value;
        return true;
    }
}
