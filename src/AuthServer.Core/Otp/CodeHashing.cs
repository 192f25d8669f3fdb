using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Otp;

/// <summary>Makes codes and links, and what is stored of them.</summary>
internal static class CodeHashing
{
    /// <summary>Of a link's token: 32 bytes in base64url.</summary>
    public const int TokenLength = 43;

    /// <summary>Digits, each value as likely as any other.</summary>
    public static string NewCode(int length)
    {
        var number = RandomNumberGenerator.GetInt32((int)Math.Pow(10, length));
        return number.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
    }

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What was typed, if it can be a code at all: so many ASCII digits, less the space around them.</summary>
    public static string? Read(string? typed, int length)
    {
        // Nothing longer was ever meant as one; it is not looked through.
        if (typed is not { Length: > 0 and <= 64 })
            return null;
        var code = typed.Trim(' ', '\t', '\r', '\n');
        return code.Length == length && !code.AsSpan().ContainsAnyExceptInRange('0', '9') ? code : null;
    }

    /// <summary>
    /// A keyed hash: the few values of a code could all be tried against any other kind. It is bound to what the code is
    /// for and whose it is; moved to another row, it matches nothing.
    /// </summary>
    public static byte[] OfCode(RingKey ring, CodePurpose purpose, string key, Guid? userId, string code)
    {
        var owner = Encoding.UTF8.GetBytes(key);
        var data = new byte[2 + 16 + 4 + owner.Length + code.Length];
        BinaryPrimitives.WriteInt16BigEndian(data, (short)purpose);
        userId.GetValueOrDefault().TryWriteBytes(data.AsSpan(2));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(18), owner.Length);
        owner.CopyTo(data, 22);
        Encoding.ASCII.GetBytes(code, data.AsSpan(22 + owner.Length));
        var mac = new byte[32];
        ring.Mac(data, mac);
        return mac;
    }

    /// <summary>Of a link's token, which nobody can guess: unkeyed, so that it can be looked up.</summary>
    public static byte[] OfToken(CodePurpose purpose, string token) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"authserver link {(short)purpose} {token}")));
}
