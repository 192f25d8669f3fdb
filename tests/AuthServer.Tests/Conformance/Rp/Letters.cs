using System.Security.Cryptography;

namespace AuthServer.Tests.Conformance.Rp;

/// <summary>Random text, and how random a text looks.</summary>
internal static class Letters
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>What the suite sends as <c>state</c> and <c>nonce</c>; long ones end in the marks that may stand unescaped.</summary>
    public static string Random(int length) =>
        length <= 10
            ? RandomNumberGenerator.GetString(Alphanumeric, length)
            : RandomNumberGenerator.GetString(Alphanumeric, length - 4) + "-._~";

    /// <summary>The suite's measure: Shannon entropy of the text's own characters times its length, in bits.</summary>
    public static double Entropy(string text) =>
        -text.GroupBy(c => c).Sum(g => g.Count() * Math.Log2((double)g.Count() / text.Length));
}
