using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AuthServer.Protocol.Wire;

/// <summary>
/// A length of time as operators write it: <c>90d</c>, <c>8h</c>, <c>15m</c>, <c>60s</c>, <c>250ms</c>, <c>0</c>, or
/// the <c>hh:mm:ss</c> of .NET. Options declare their times with this type, so that the binder reads both. A bare
/// number other than 0 names no unit and is refused: .NET would take it for days.
/// </summary>
/// <param name="Value">The time span.</param>
[TypeConverter(typeof(DurationConverter))]
public readonly record struct Duration(TimeSpan Value)
{
    private static readonly (long Ticks, string Suffix)[] Units =
    [
        (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"),
        (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"),
    ];

    /// <summary>The plain time span.</summary>
    public static implicit operator TimeSpan(Duration duration) => duration.Value;

    /// <summary>From a plain time span.</summary>
    public static implicit operator Duration(TimeSpan value) => new(value);

    /// <summary>Days.</summary>
    public static Duration Days(double days) => new(TimeSpan.FromDays(days));

    /// <summary>Hours.</summary>
    public static Duration Hours(double hours) => new(TimeSpan.FromHours(hours));

    /// <summary>Minutes.</summary>
    public static Duration Minutes(double minutes) => new(TimeSpan.FromMinutes(minutes));

    /// <summary>Seconds.</summary>
    public static Duration Seconds(double seconds) => new(TimeSpan.FromSeconds(seconds));

    /// <summary>Reads one.</summary>
    /// <returns>False when the text is none, is negative or is too long to hold.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Duration duration)
    {
        duration = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed is "0")
            return true;
        if (trimmed.Contains(':'))
        {
            if (!TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var span) || span < TimeSpan.Zero)
                return false;
            duration = span;
            return true;
        }

        if (UnitOf(trimmed) is not { } unit
            || !decimal.TryParse(
                trimmed[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / unit.Ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(count * unit.Ticks));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        foreach (var (unit, suffix) in Units)
        {
            if (Value.Ticks != 0 && Value.Ticks % unit == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{Value.Ticks / unit}{suffix}");
        }

        return Value == TimeSpan.Zero ? "0" : Value.ToString("c", CultureInfo.InvariantCulture);
    }

    private static (long Ticks, int Length)? UnitOf(ReadOnlySpan<char> text)
    {
        // From the last: "5ms" ends in "s" too.
        for (var i = Units.Length - 1; i >= 0; i--)
        {
            if (text.EndsWith(Units[i].Suffix, StringComparison.Ordinal))
                return (Units[i].Ticks, Units[i].Suffix.Length);
        }

        return null;
    }

    private sealed class DurationConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is not string text ? base.ConvertFrom(context, culture, value)
            : TryParse(text, out var duration) ? duration
            : throw new FormatException($"'{text}' is no duration; write for instance 90d, 8h, 15m or 60s.");
    }
}
