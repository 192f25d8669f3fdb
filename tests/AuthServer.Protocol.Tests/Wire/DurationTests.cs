using System.ComponentModel;
using AuthServer.Protocol.Wire;
using Xunit;

namespace AuthServer.Protocol.Tests.Wire;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90d", 90 * 86400)]
    [InlineData("8h", 8 * 3600)]
    [InlineData("15m", 900)]
    [InlineData("60s", 60)]
    [InlineData(" 1.5h ", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("00:15:00", 900)]
    [InlineData("1.00:00:00", 86400)]
    [InlineData("0", 0)]
    public void Text_with_a_unit_is_read(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration.Value);
        Assert.Equal(duration, TypeDescriptor.GetConverter(typeof(Duration)).ConvertFromInvariantString(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("-1d")]
    [InlineData("-00:01:00")]
    [InlineData("d")]
    [InlineData("1w")]
    [InlineData("1e3s")]
    [InlineData("99999999999999999999d")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(Duration.TryParse(text, out _));
        Assert.Throws<FormatException>(
            () => TypeDescriptor.GetConverter(typeof(Duration)).ConvertFromInvariantString(text));
    }

    [Theory]
    [InlineData("90d")]
    [InlineData("36h")]
    [InlineData("90s")]
    [InlineData("250ms")]
    [InlineData("0")]
    public void What_is_written_reads_back(string text)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(text, duration.ToString());
    }
}
