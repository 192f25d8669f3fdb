using System.Numerics;

namespace AuthServer.Protocol.Jose;

/// <summary>Which RSA public keys are taken. Neither OpenSSL nor .NET asks any of this.</summary>
internal static class RsaRules
{
    private const int MinBits = 2048; // RFC 7518 §3.3
    private const int MaxBits = 8192; // verification gets slow with the square: not for strangers to choose
    private const int MaxExponentBytes = 4;

    private static readonly int[] SmallPrimes =
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
        109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ];

    private static readonly bool[][] Powers = [.. SmallPrimes.Select(PowersOf65537)];

    /// <summary>Judges a key.</summary>
    /// <returns>Null when it may be used, otherwise why not.</returns>
    public static string? Refuse(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        if (modulus is [] or [0, ..] || exponent is [] or [0, ..])
            return "n or e does not have the fewest octets"; // RFC 7518 §2, Base64urlUInt
        if (exponent.Length > MaxExponentBytes || exponent is [1] || (exponent[^1] & 1) == 0)
            return "e is one, even or too large";

        // Weighed by length before any arithmetic: a megabyte of n must cost nothing.
        if (modulus.Length > MaxBits / 8)
            return $"n has more than {MaxBits} bits";
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        if (n.GetBitLength() < MinBits)
            return $"n has fewer than {MinBits} bits";
        if (n.IsEven || SmallPrimes.Any(prime => n % prime == 0))
            return "n has a small factor";
        return LooksLikeRoca(n) ? "n was made by a generator that can be factored (CVE-2017-15361)" : null;
    }

    /// <summary>
    /// The broken generator made primes k·M + (65537^a mod M), with M a product of small primes. So its moduli are
    /// powers of 65537 modulo every one of them; a sound modulus is so by chance once in about a hundred million.
    /// </summary>
    private static bool LooksLikeRoca(BigInteger n)
    {
        for (var i = 0; i < SmallPrimes.Length; i++)
        {
            if (!Powers[i][(int)(n % SmallPrimes[i])])
                return false;
        }

        return true;
    }

    private static bool[] PowersOf65537(int prime)
    {
        var powers = new bool[prime];
        for (var power = 1; !powers[power]; power = power * (65537 % prime) % prime)
            powers[power] = true;
        return powers;
    }
}
