using System.Text;
using AuthServer.Protocol.Wire;
using Xunit;

namespace AuthServer.Protocol.Tests.Wire;

public sealed class FormTests
{
    [Theory]
    [InlineData("a=b", "b")]
    [InlineData("a=b+c%20d", "b c d")]
    [InlineData("a=%2B%26%3D%25", "+&=%")]
    [InlineData("a=b=c==", "b=c==")]
    [InlineData("%61=b", "b")]
    [InlineData("a=%C3%BC%e2%82%ac%F0%9F%94%91", "ü€🔑")]
    [InlineData("a=ü", "ü")]
    [InlineData("&&a=b&&", "b")]
    [InlineData("x=1&a=b&y", "b")]
    [InlineData("?a=b", "b")]
    public void Value_is_decoded_once(string text, string value)
    {
        var form = Form.Parse(text);
        Assert.Equal(value, form.Find("a"));
        Assert.Null(form.FirstFault());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("A=b")]
    [InlineData("=b")]
    [InlineData("a%00=")]
    [InlineData("aa=b")]
    public void Empty_value_and_another_name_count_as_absent(string text) => Assert.Null(Form.Parse(text).Find("a"));

    [Theory]
    [InlineData("a=%", "%")]
    [InlineData("a=%2", "%2")]
    [InlineData("a=%zz", "%zz")]
    [InlineData("a=%%41", "%A")]
    [InlineData("a=100%&b=c", "100%")]
    [InlineData("a=%2541", "%41")]
    [InlineData("a=%u0041", "%u0041")]
    public void Stray_percent_sign_stands_for_itself_and_nothing_is_decoded_twice(string text, string value) =>
        Assert.Equal(value, Form.Parse(text).Find("a"));

    [Theory]
    [InlineData("a=1&a=1")]
    [InlineData("a=1&b=2&a=3")]
    [InlineData("a=1&%61=2")]
    [InlineData("a=1&a=2&a=3")]
    public void Parameter_that_comes_twice_is_a_fault_and_has_no_value(string text)
    {
        var form = Form.Parse(text);
        Assert.Null(form.Find("a"));
        Assert.Equal("a must not be repeated", form.FirstFault());
        Assert.Null(form.FirstFault("a"));
        Assert.True(form.FindAll("a").Count > 1);
        Assert.Equal("2", Form.Parse("a=1&b=2&a=3").Find("b"));
    }

    [Theory]
    [InlineData("a=1&a=")]
    [InlineData("a=&a=1")]
    [InlineData("a&a=1")]
    public void Empty_repetition_counts_as_absent(string text) => Assert.Equal("1", Form.Parse(text).Find("a"));

    public static TheoryData<byte[]> NotUtf8 =>
    [
        [0xff], [0xc0, 0x80], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80],
        "%ff"u8.ToArray(), "%C0%AF"u8.ToArray(), "%ED%A0%80"u8.ToArray(), "%c3"u8.ToArray(),
    ];

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void Value_that_is_no_UTF8_is_a_fault_and_name_makes_the_whole_unreadable(byte[] bytes)
    {
        var form = Form.Parse([.. "a="u8, .. bytes]);
        Assert.Null(form.Find("a"));
        Assert.Equal("a is not UTF-8", form.FirstFault("a"));
        Assert.NotNull(Form.Parse([.. bytes, .. "=a&b=c"u8]).Malformed);
    }

    [Theory]
    [InlineData("a=%00")]
    [InlineData("a=b%00c")]
    [InlineData("a=b\0c")]
    public void NUL_is_a_fault(string text)
    {
        var form = Form.Parse(text);
        Assert.Null(form.Find("a"));
        Assert.NotNull(form.FirstFault("a"));
        Assert.NotNull(Form.Parse("%00=b").FirstFault());
    }

    [Fact]
    public void Limits_are_exact()
    {
        Assert.Equal(Form.MaxValueLength, Form.Parse("a=" + new string('x', Form.MaxValueLength)).Find("a")?.Length);
        var longer = Form.Parse("a=" + new string('x', Form.MaxValueLength + 1));
        Assert.Null(longer.Find("a"));
        Assert.Equal("a is too long", longer.FirstFault("a"));

        Assert.Null(Form.Parse(Many(Form.MaxCount)).FirstFault());
        Assert.Equal("too many parameters", Form.Parse(Many(Form.MaxCount + 1)).FirstFault());
        Assert.Null(Form.Parse(new string('n', 256) + "=b").FirstFault());
        Assert.NotNull(Form.Parse(new string('n', 257) + "=b").FirstFault());

        static string Many(int count) => string.Join('&', Enumerable.Range(0, count).Select(i => $"p{i}=x"));
    }

    [Theory]
    [InlineData("%22%3Cb%3E=1&%22%3Cb%3E=2")]
    [InlineData("a%20b=1&a+b=2")]
    [InlineData("%C3%BC=1&%C3%BC=2")]
    [InlineData("a%5C=1&a%5C=2")]
    public void Fault_names_no_parameter_that_cannot_stand_in_a_description(string text) =>
        Assert.Equal("a parameter must not be repeated", Form.Parse(text).FirstFault());

    [Fact]
    public void What_is_encoded_is_read_back_the_same()
    {
        var form = Form.Parse("a=%2B%26%3D%25+%C3%BC&resource=x&resource=y&%26=1");
        var again = Form.Parse(form.Encode());
        Assert.Equal(form.Values, again.Values);
        Assert.Equal(form.FirstFault(), again.FirstFault());
    }

    [Fact]
    public void Fuzzed_forms_never_throw_and_never_hold_a_NUL_or_a_double()
    {
        var pieces = ((string[])["a", "b", "client_id", "=", "=", "&", "&", "%", "%0", "%00", "%2", "%26", "%3D", "%zz", "+", " ", "%c3%bc",
            "%c3", "%ed%a0%80", "%F0%9F%94%91", "\0", "\r\n", "[]", ";", "?", "#", "a=1", "&a=2"]).Select(Encoding.UTF8.GetBytes).ToArray();
        var dice = new Jose.Attacks.Dice(0x2545F4914F6CDD1D);
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = new List<byte>();
            for (var left = dice.Below(24); left > 0; left--)
                bytes.AddRange(dice.Below(10) == 0 ? [(byte)dice.Below(256)] : pieces[dice.Below(pieces.Length)]);
            Judge(bytes.ToArray());
        }
    }

    private static void Judge(byte[] bytes)
    {
        var form = Form.Parse(bytes);
        foreach (var (name, value) in form.Values)
        {
            Assert.True(value.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && !value.Contains('\0', StringComparison.Ordinal));
            var isOne = form.FindAll(name).Count == 1;
            Assert.True(form.Find(name) is null || (isOne && form.Find(name) == value), Convert.ToHexString(bytes));
            Assert.True(isOne || form.FaultOf(name) is not null, Convert.ToHexString(bytes));
        }

        var description = form.FirstFault() ?? "";
        Assert.True(description.All(c => c is ' ' or '!' or (>= '#' and <= '[') or (>= ']' and <= '~')), description);
        Assert.Equal(form.Values, Form.Parse(form.Encode()).Values);
    }
}
