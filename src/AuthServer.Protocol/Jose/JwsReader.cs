using System.Buffers;
using System.Text;

namespace AuthServer.Protocol.Jose;

/// <summary>Verifies JWS in compact serialization (RFC 7515 §5.2), the only form this server takes.</summary>
public static class JwsReader
{
    /// <summary>The longest token that is looked at, in characters: 32 KB.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>The most keys that are tried on a token that names none.</summary>
    private const int MaxTries = 8;

    /// <summary>
    /// Verifies what somebody else signed, of any <c>typ</c>: where it names no key, each that fits is tried, up to 8
    /// (OIDC Core §10.1 asks for a <c>kid</c> then, and not everybody listens).
    /// </summary>
    /// <param name="token">At most <see cref="MaxLength"/> characters.</param>
    /// <param name="keys">The keys of whoever is believed to have signed.</param>
    /// <param name="algorithms">Allowed values of <c>alg</c>, compared case-sensitively (RFC 8725 §3.1).</param>
    public static JwsReading ReadTryingKeys(string token, JwkSet keys, IReadOnlyCollection<string> algorithms) =>
        Read(token, keys, algorithms, null, MaxTries);

    /// <summary>Verifies a token.</summary>
    /// <param name="token">At most <see cref="MaxLength"/> characters.</param>
    /// <param name="keys">The keys of whoever is believed to have signed.</param>
    /// <param name="algorithms">Allowed values of <c>alg</c>, compared case-sensitively (RFC 8725 §3.1).</param>
    /// <param name="type">The <c>typ</c> it must have, by media-type rules; null admits any and none.</param>
    public static JwsReading Read(
        string token, JwkSet keys, IReadOnlyCollection<string> algorithms, string? type) =>
        Read(token, keys, algorithms, type, 1);

    private static JwsReading Read(
        string token, JwkSet keys, IReadOnlyCollection<string> algorithms, string? type, int tries)
    {
        if (Split(token, out var reason) is not var (first, second))
            return new JwsReading.Refused(reason!); // set when there is no split

        var text = token.AsSpan();
        if (StrictBase64Url.TryDecode(text[..first]) is not { } headerBytes
            || StrictBase64Url.TryDecode(text[(first + 1)..second]) is not { } payload
            || StrictBase64Url.TryDecode(text[(second + 1)..]) is not { } signature)
            return new JwsReading.Refused("not base64url");

        if (JwsHeader.TryRead(headerBytes, out reason) is not { } header)
            return new JwsReading.Refused(reason!); // set when there is no header
        if (!algorithms.Contains(header.Algorithm, StringComparer.Ordinal)
            || JwsAlgorithm.Find(header.Algorithm) is not { } algorithm)
            return new JwsReading.Refused("alg is not allowed");
        if (type is not null && !JwsHeader.IsSameType(header.Type, type))
            return new JwsReading.Refused("typ is missing or wrong");

        if (tries > 1 && header.KeyId is null)
        {
            return keys.Fitting(algorithm).Take(tries).FirstOrDefault(k => Verifies(k, algorithm, token.AsSpan(0, second), signature))
                is { } fitting
                ? new JwsReading.Verified(payload, header.Algorithm, fitting.Id, header.Type)
                : new JwsReading.Refused("no kid, and no key fits") { KeyUnknown = true };
        }

        if (keys.Find(header.KeyId, algorithm, out reason) is not { } key)
            return new JwsReading.Refused(reason!) { KeyUnknown = true }; // set when there is no key
        return Verifies(key, algorithm, text[..second], signature)
            ? new JwsReading.Verified(payload, header.Algorithm, key.Id, header.Type)
            : new JwsReading.Refused("the signature is wrong");
    }

    /// <summary>Where the two dots are; there must be two.</summary>
    private static (int First, int Second)? Split(string token, out string? reason)
    {
        reason = $"longer than {MaxLength} characters";
        if (token.Length > MaxLength)
            return null;

        reason = "not three parts";
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = token.IndexOf('.', first + 1);
        if (first < 0 || second < 0 || token.IndexOf('.', second + 1) >= 0)
            return null;

        reason = null;
        return (first, second);
    }

    /// <summary>The signature is over the two parts as they were sent, not as they decode.</summary>
    private static bool Verifies(
        Jwk key, JwsAlgorithm algorithm, ReadOnlySpan<char> signed, ReadOnlySpan<byte> signature)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(signed.Length);
        try
        {
            var length = Encoding.ASCII.GetBytes(signed, buffer); // base64url and a dot: seen above
            return key.Verify(algorithm, buffer.AsSpan(0, length), signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
