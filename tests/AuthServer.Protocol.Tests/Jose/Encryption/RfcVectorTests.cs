using System.Buffers.Text;
using System.Text;
using AuthServer.Protocol.Jose;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Encryption;

/// <summary>The parts of an encryption against the numbers that the specifications print.</summary>
public sealed class RfcVectorTests
{
    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF",
        "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
        "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F",
        "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    [Spec("RFC 3394", "4")]
    public void Key_is_wrapped_as_printed(string wrappingKey, string key, string wrapped) =>
        Assert.Equal(
            wrapped, Convert.ToHexString(AesKeyWrap.Wrap(Convert.FromHexString(wrappingKey), Convert.FromHexString(key))));

    [Fact]
    [Spec("RFC 7518", "C")]
    public void Key_is_derived_as_printed()
    {
        byte[] secret =
        [
            158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106, 72, 246,
            218, 167, 121, 140, 254, 144, 196,
        ];
        var key = ConcatKdf.Derive(secret, "A128GCM", "Alice"u8, "Bob"u8, 16);
        Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64Url.EncodeToString(key));
    }

    [Theory]
    [InlineData("A128CBC-HS256", "652C3FA36B0A7C5B3219FAB3A30BC1C4")]
    [InlineData("A256CBC-HS512", "4DD3B4C088A7F45C216839645B2012BF2E6269A8C56A816DBC1B267761955BC5")]
    [Spec("RFC 7518", "B")]
    public void Content_is_authenticated_as_printed(string name, string printed)
    {
        var encryption = ContentEncryption.Find(name)!;
        var plaintext = Encoding.ASCII.GetBytes("A cipher system must not be required to be secret, and it must be able to "
            + "fall into the hands of the enemy without inconvenience");
        var key = Enumerable.Range(0, encryption.KeyLength).Select(i => (byte)i).ToArray();
        var nonce = Convert.FromHexString("1AF38C2DC2B96FFDD86694092341BC04");
        var header = Encoding.ASCII.GetBytes("The second principle of Auguste Kerckhoffs");

        var tag = new byte[encryption.TagLength];
        encryption.Encrypt(key, nonce, plaintext, header, tag);
        Assert.Equal(printed, Convert.ToHexString(tag)); // it covers the ciphertext
    }

    [Fact]
    [Spec("RFC 7516", "A.3")]
    public void Example_of_a_wrapped_key_comes_out_letter_by_letter()
    {
        byte[] key =
        [
            4, 211, 31, 197, 84, 157, 252, 254, 11, 100, 157, 250, 63, 170, 106, 206, 107, 124, 212, 45, 111, 107, 9, 219, 200,
            177, 0, 240, 143, 156, 44, 207,
        ];
        var wrapped = AesKeyWrap.Wrap(Base64Url.DecodeFromChars("GawgguFyGrWKav7AX4VKUg"), key);
        Assert.Equal("6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ", Base64Url.EncodeToString(wrapped));

        var header = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0"u8;
        var tag = new byte[16];
        var ciphertext = ContentEncryption.Find("A128CBC-HS256")!.Encrypt(
            key, Base64Url.DecodeFromChars("AxY8DCtDaGlsbGljb3RoZQ"), "Live long and prosper."u8, header, tag);
        Assert.Equal("KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY", Base64Url.EncodeToString(ciphertext));
        Assert.Equal("U0m_YmjN04DJvceFICbCVQ", Base64Url.EncodeToString(tag));
    }
}
