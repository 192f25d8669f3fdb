using System.Globalization;

namespace AuthServer.Core.Credentials.Foreign;

/// <summary>The pieces that written hashes are made of.</summary>
internal static class HashText
{
    /// <summary>A whole number within bounds, without signs and spaces; null: it is none.</summary>
    public static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;

    /// <summary>Base64 with or without padding; passlib's dots count as plus signs. Null: it is none.</summary>
    public static byte[]? Bytes(string text, int least, int most)
    {
        var padded = text.TrimEnd('=').Replace('.', '+');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) && length >= least && length <= most ? bytes[..length] : null;
    }

    /// <summary>Of <c>m=65536,t=3,p=4</c>, the value of one name; null: it is not there.</summary>
    public static string? Member(string text, string name) =>
        text.Split(',').FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal)) is { } pair ? pair[(name.Length + 1)..] : null;
}
