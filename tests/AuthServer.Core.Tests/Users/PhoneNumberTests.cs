using AuthServer.Core.Users;
using Xunit;

namespace AuthServer.Core.Tests.Users;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+441632960000")]
    [InlineData("+44 1632 960000")]
    [InlineData("+44 (1632) 960-000")]
    [InlineData("00441632960000")]
    [InlineData("0044 1632-960 000")]
    public void Spellings_of_one_number_have_one_key(string text) =>
        Assert.Equal("+441632960000", PhoneNumber.TryParse(text));

    [Theory]
    [InlineData("+1234567")]
    [InlineData("+123456789012345")]
    public void Shortest_and_longest_are_numbers(string text) => Assert.Equal(text, PhoneNumber.TryParse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0170 1234567")] // nobody knows in which country
    [InlineData("+49 (0)170 1234567")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+0123456789")]
    [InlineData("000441632960000")]
    [InlineData("+44 1632 960000 ext 5")]
    [InlineData("+44.1632.960000")]
    [InlineData("+44/1632/960000")]
    [InlineData("+４４1632960000")]
    [InlineData("+٤٤1632960000")]
    [InlineData("+44\u00a01632960000")]
    [InlineData("+44+1632960000")]
    [InlineData("tel:+441632960000")]
    [InlineData("+441632960000\n+441632960001")]
    [InlineData("+441632960000,+441632960001")]
    [InlineData("++441632960000")]
    [InlineData("-+-(")]
    public void Anything_else_is_refused(string? text) => Assert.Null(PhoneNumber.TryParse(text));

    [Fact]
    public void Ten_kilobytes_of_spaces_are_refused() =>
        Assert.Null(PhoneNumber.TryParse("+441632960000" + new string(' ', 10_000)));
}
