using AuthServer.Core.Users;
using Xunit;

namespace AuthServer.Core.Tests.Users;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.org", "Ada@Example.ORG")]
    [InlineData("ada@example.org", "  ada@example.org ")]
    [InlineData("ada@example.org", "ａｄａ@example.org")] // full width
    [InlineData("office@example.org", "oﬃce@example.org")] // a ligature
    [InlineData("kim@example.org", "\u212Aim@example.org")] // the Kelvin sign
    [InlineData("straße@example.org", "STRAẞE@example.org")]
    [InlineData("σίσυφος@example.org", "ΣΊΣΥΦΟΣ@example.org")]
    [InlineData("ada@exämple.org", "ada@xn--exmple-cua.org")]
    [InlineData("ada@exämple.org", "ADA@EXÄMPLE.ORG")]
    [InlineData("josé@example.org", "jose\u0301@example.org")] // composed and not
    public void Spellings_of_one_address_have_one_key(string one, string other) =>
        Assert.Equal(EmailAddress.TryParse(one)?.Key ?? "none", EmailAddress.TryParse(other)?.Key);

    [Theory]
    [InlineData("ada+shop@example.org", "ada@example.org")]
    [InlineData("a.da@example.org", "ada@example.org")]
    [InlineData("ada@example.org", "ada@sub.example.org")]
    [InlineData("\u0131da@example.org", "ida@example.org")] // the dotless i is another letter
    [InlineData("ода@example.org", "oda@example.org")] // and so are Cyrillic ones
    public void Addresses_that_differ_have_keys_that_differ(string one, string other) =>
        Assert.NotEqual(EmailAddress.TryParse(one)?.Key, EmailAddress.TryParse(other)?.Key);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@")]
    [InlineData("ada@example.org.")]
    [InlineData("ada@@example.org")]
    [InlineData("ada@evil.example@example.org")]
    [InlineData(".ada@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("\"a b\"@example.org")]
    [InlineData("ada(x)@example.org")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org,bob@example.org")]
    [InlineData("a da@example.org")]
    [InlineData("ada\u00A0@example.org")]
    [InlineData("ad\u200Ba@example.org")]
    [InlineData("ad\u202Ea@example.org")]
    [InlineData("ada\r\nBcc: x@example.org")]
    [InlineData("ada@exa mple.org")]
    [InlineData("ada@-example-.org")]
    [InlineData("ada@example..org")]
    [InlineData("\uD800@example.org")]
    [InlineData("аda@example.org")] // Latin, but for the first letter
    [InlineData("ada@ехample.org")]
    [InlineData("αda@example.org")]
    public void What_nobody_uses_honestly_is_no_address(string text) => Assert.Null(EmailAddress.TryParse(text));

    [Fact]
    public void Address_of_more_than_254_characters_is_none()
    {
        var domain = string.Concat(Enumerable.Repeat(new string('b', 62) + ".", 3));
        Assert.NotNull(EmailAddress.TryParse("a@" + domain + new string('c', 63)));
        Assert.Null(EmailAddress.TryParse("aa@" + domain + new string('c', 63)));
    }

    [Fact]
    public void Address_of_more_than_64_characters_before_its_sign_is_none()
    {
        Assert.NotNull(EmailAddress.TryParse(new string('a', 64) + "@example.org"));
        Assert.Null(EmailAddress.TryParse(new string('a', 65) + "@example.org"));
    }

    [Fact]
    public void Owner_sees_the_address_as_it_was_written() =>
        Assert.Equal("Ada@Exämple.ORG", EmailAddress.TryParse(" Ada@Exämple.ORG ")?.Display);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("az-Latn-AZ")]
    public void Key_does_not_depend_on_the_servers_language(string culture)
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new(culture);
            Assert.Equal("iris@example.org", EmailAddress.TryParse("IRIS@EXAMPLE.ORG")?.Key);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}
