using System.Security.Cryptography;

namespace AuthServer.Core.Recorder;

/// <summary>
/// Names an attempt: fifty random bits in Crockford's base 32, in two groups, to be read out on the phone:
/// <c>7K3QM-9XW2T</c>.
/// </summary>
public static class AttemptId
{
    // No I, L, O: they pass for 1 and 0. No U, so that no word comes out.
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Group = 5;

    /// <summary>A new one.</summary>
    public static string New() => $"{RandomNumberGenerator.GetString(Digits, Group)}-{RandomNumberGenerator.GetString(Digits, Group)}";

    /// <summary>Reads what somebody heard or typed: case, spaces and dashes do not matter, nor whether it is 0 or O, 1, I or L.</summary>
    /// <returns>As <see cref="New"/> writes it; null: it is none.</returns>
    public static string? TryRead(string text)
    {
        Span<char> digits = stackalloc char[2 * Group];
        var count = 0;
        foreach (var c in text)
        {
            if (c is '-' or ' ')
                continue;
            var digit = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (count == digits.Length || !Digits.Contains(digit, StringComparison.Ordinal))
                return null;
            digits[count++] = digit;
        }

        return count == digits.Length ? $"{digits[..Group]}-{digits[Group..]}" : null;
    }
}
