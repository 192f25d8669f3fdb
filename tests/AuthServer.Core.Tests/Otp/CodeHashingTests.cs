using AuthServer.Core.Otp;
using Xunit;

namespace AuthServer.Core.Tests.Otp;

public sealed class CodeHashingTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void Codes_have_all_digits_in_all_places_alike(int length)
    {
        const int Count = 20_000;
        var seen = new int[length, 10];
        for (var i = 0; i < Count; i++)
        {
            var code = CodeHashing.NewCode(length);
            Assert.Equal(length, code.Length);
            for (var place = 0; place < length; place++)
                seen[place, code[place] - '0']++;
        }

        // A tenth each; eight standard deviations (42 each) are never met by chance.
        foreach (var count in seen)
            Assert.InRange(count, (Count / 10) - 340, (Count / 10) + 340);
    }

    [Theory]
    [InlineData("123456", "123456")]
    [InlineData(" 123456 ", "123456")]
    [InlineData("\t123456\r\n", "123456")]
    [InlineData("000000", "000000")]
    [InlineData("１２３４５６", null)]
    [InlineData("١٢٣٤٥٦", null)]
    [InlineData("0x1E240", null)]
    [InlineData("123456.0", null)]
    [InlineData("123 456", null)]
    [InlineData("12345", null)]
    [InlineData("1234567", null)]
    [InlineData("-12345", null)]
    [InlineData("\u00a0123456", null)]
    [InlineData("12345\0", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_so_many_ascii_digits_can_be_a_code(string? typed, string? read) =>
        Assert.Equal(read, CodeHashing.Read(typed, 6));

    [Fact]
    public void Ten_kilobytes_are_no_code() => Assert.Null(CodeHashing.Read(new string(' ', 10_000) + "123456", 6));
}
