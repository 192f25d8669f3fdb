using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Jose;
using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Attacks;

public sealed class SignatureAttacks
{
    private static readonly JwkSet Keys = Forge.Keys(Forge.Members(Forge.P256));
    private static readonly string Good = Forge.Token("""{"alg":"ES256"}""", Forge.Es256);

    /// <summary>The order of P-256, a public constant (FIPS 186-4 D.1.2.3).</summary>
    private static readonly byte[] Order =
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static readonly byte[] Zero = new byte[32];
    private static readonly byte[] One = [.. new byte[31], 1];

    public static TheoryData<string> BadNumbers =>
    [
        "r=0 s=0", "r=0 s=1", "r=1 s=0", "r=n s=n", "r=n s=1", "r=1 s=n", "r=0 s=n",
        "der", "too long", "too short", "leading zeros", "r and s swapped", "r alone", "doubled",
    ];

    [Theory]
    [MemberData(nameof(BadNumbers))]
    public void JOS_12_signature_of_impossible_numbers_or_form_is_refused(string kind)
    {
        Outcome.IsVerified(Forge.Read(Good, Keys));
        var token = Forge.Token("""{"alg":"ES256"}""", data => Make(kind, data));

        Outcome.IsRefused(Forge.Read(token, Keys), "signature");
    }

    [Fact]
    public void JOS_11_token_with_missing_extra_or_moved_parts_is_refused()
    {
        var (header, payload, signature) = Parts();
        var truncated = signature[..^4];
        var zeros = Base64Url.EncodeToString(new byte[64]);
        Outcome.IsVerified(Forge.Read(Good, Keys));

        Assert.All(
            (string[])
            [
                "", ".", "..", "...", "....", header, payload, $"{header}.{payload}", $"{header}.{payload}.",
                $".{payload}.{signature}", $"{header}..{signature}", $"{header}.{signature}", $".{Good}", $"{Good}.",
                $"{Good}.{signature}", $"{Good}.{payload}.{signature}", $"{header}{payload}.{signature}",
                $"{payload}.{header}.{signature}", $"{header}.{signature}.{payload}", $"{signature}.{payload}.{header}",
                $"{header}.{payload}.{truncated}", $"{header}.{payload}.{zeros}", $"{header}.{payload}.{signature}AAAA",
            ],
            token => Outcome.IsRefused(Forge.Read(token, Keys)));
    }

    [Fact]
    public void JOS_09_json_serialization_is_refused()
    {
        var (header, payload, signature) = Parts();
        var flat = $$"""{"payload":"{{payload}}","protected":"{{header}}","signature":"{{signature}}"}""";
        var one = $$"""{"protected":"{{header}}","signature":"{{signature}}"}""";
        var general = $$"""{"payload":"{{payload}}","signatures":[{{one}}]}""";
        Outcome.IsVerified(Forge.Read(Good, Keys));

        Assert.All(
            (string[])
            [
                flat, general, $"{Good}{flat}", $"{flat}{Good}", $"{flat}.{payload}.{signature}",
                $"\"{Good}\"", $"[{Good}]", $$"""{"a":"{{Good}}"}""",
                $"{header}.{payload}.{{\"signature\":\"{signature}\"}}",
            ],
            token => Outcome.IsRefused(Forge.Read(token, Keys)));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\t")]
    [InlineData("\0")]
    [InlineData("?")]
    [InlineData("%3D")]
    [InlineData("\u00e9")]
    [InlineData("\uff21")]
    [InlineData("\ud800")]
    public void JOS_10_letter_that_is_not_base64url_is_refused_wherever_it_stands(string letter)
    {
        Outcome.IsVerified(Forge.Read(Good, Keys));

        for (var at = 0; at <= Good.Length; at++)
            Outcome.IsRefused(Forge.Read(Good.Insert(at, letter), Keys));

        // Signed as it stands, so that only the letter is wrong.
        var (header, payload, _) = Parts();
        Outcome.IsRefused(Forge.Read(Forge.Sealed($"{header}{letter}.{payload}", Forge.Es256), Keys), "base64url");
        Outcome.IsRefused(Forge.Read(Forge.Sealed($"{header}.{payload}{letter}", Forge.Es256), Keys), "base64url");
    }

    [Fact]
    public void JOS_10_unused_bits_that_are_set_are_refused()
    {
        // 64 bytes leave two letters for the last one: the low four bits of the second are unused.
        var (header, payload, signature) = Parts();
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var last = Letters.IndexOf(signature[^1], StringComparison.Ordinal);
        Outcome.IsVerified(Forge.Read(Good, Keys));

        for (var bits = 1; bits < 16; bits++)
        {
            var twin = $"{header}.{payload}.{signature[..^1]}{Letters[last | bits]}";
            Outcome.IsRefused(Forge.Read(twin, Keys), "base64url");
        }

        Outcome.IsRefused(Forge.Read(Forge.Sealed($"{header}.AB", Forge.Es256), Keys), "base64url");
        Outcome.IsRefused(Forge.Read(Forge.Sealed($"{header}.A", Forge.Es256), Keys), "base64url");
    }

    private static byte[] Make(string kind, byte[] data)
    {
        var right = Forge.Es256(data);
        var (r, s) = (right[..32], right[32..]);
        return kind switch
        {
            "r=0 s=0" => [.. Zero, .. Zero],
            "r=0 s=1" => [.. Zero, .. One],
            "r=1 s=0" => [.. One, .. Zero],
            "r=n s=n" => [.. Order, .. Order],
            "r=n s=1" => [.. Order, .. One],
            "r=1 s=n" => [.. One, .. Order],
            "r=0 s=n" => [.. Zero, .. Order],
            "der" => Forge.P256.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            "too long" => [.. right, 0],
            "too short" => right[..63],
            "leading zeros" => [0, .. r, 0, .. s],
            "r and s swapped" => [.. s, .. r],
            "r alone" => r,
            _ => [.. right, .. right],
        };
    }

    private static (string Header, string Payload, string Signature) Parts() =>
        Good.Split('.') is [var header, var payload, var signature] ? (header, payload, signature) : default;
}
