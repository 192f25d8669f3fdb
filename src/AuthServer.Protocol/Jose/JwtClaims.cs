using System.Text.Json;

namespace AuthServer.Protocol.Jose;

/// <summary>
/// The claims of a JWT whose signature was verified (RFC 7519 §4). The registered claims are of their types, or there
/// is no object of this class.
/// </summary>
public sealed class JwtClaims
{
    private const int MaxDepth = 16;
    private const long LastSecond = 253_402_300_799; // the end of the year 9999
    private static readonly string[] Texts = ["iss", "sub", "jti"];

    private JwtClaims(JsonElement json) => Json = json;

    /// <summary>The whole object; names are compared exactly, and none is there twice.</summary>
    public JsonElement Json { get; }

    /// <summary><c>aud</c> (§4.1.3), one or several; null when absent.</summary>
    public IReadOnlyList<string>? Audience { get; private set; }

    /// <summary><c>exp</c> (§4.1.4), not to be used at or after it; null when absent.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary><c>nbf</c> (§4.1.5), not to be used before it; null when absent.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    /// <summary><c>iat</c> (§4.1.6); null when absent.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>Reads a verified payload.</summary>
    /// <param name="payload">UTF-8 JSON: one object, no name twice at any depth, at most 16 deep.</param>
    /// <param name="reason">Why not; set exactly when the answer is null.</param>
    public static JwtClaims? TryRead(ReadOnlySpan<byte> payload, out string? reason)
    {
        if (StrictJson.TryReadObject(payload, MaxDepth, out reason) is not { } json)
            return null;

        var claims = new JwtClaims(json);
        reason = claims.TakeRegistered();
        return reason is null ? claims : null;
    }

    /// <summary>A claim that is a string.</summary>
    /// <param name="name">Exact, case included.</param>
    /// <returns>Null when it is absent or anything else.</returns>
    public string? Find(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A claim that is a time: whole seconds since 1970, up to the year 9999 (§2, NumericDate).</summary>
    /// <param name="name">Exact, case included: for instance <c>auth_time</c>.</param>
    /// <param name="time">Null when it is absent.</param>
    /// <returns>False when it is there and is anything else: a string, a fraction, negative, too large.</returns>
    public bool TryFindTime(string name, out DateTimeOffset? time)
    {
        time = null;
        if (!Json.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var seconds)
            || seconds is < 0 or > LastSecond)
            return false;

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>Judges <c>exp</c>, which must be there, and <c>nbf</c> and <c>iat</c>, which may.</summary>
    /// <param name="now">The present.</param>
    /// <param name="skew">How far the issuer's clock may be off, for every one of the three.</param>
    /// <returns>Null when the claims are in force, otherwise why not.</returns>
    public string? RefuseAt(DateTimeOffset now, TimeSpan skew)
    {
        if (ExpiresAt is not { } expiry)
            return "exp is missing";
        if (expiry <= now - skew)
            return "exp has passed";
        if (NotBefore > now + skew)
            return "nbf has not come";
        return IssuedAt > now + skew ? "iat has not come" : null;
    }

    private string? TakeRegistered()
    {
        foreach (var name in Texts)
        {
            if (Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String)
                return $"{name} is not a string";
        }

        if (!TryFindTime("exp", out var exp) || !TryFindTime("nbf", out var nbf) || !TryFindTime("iat", out var iat))
            return "exp, nbf or iat is not a time";

        (ExpiresAt, NotBefore, IssuedAt) = (exp, nbf, iat);
        return TryTakeAudience() ? null : "aud is neither a string nor an array of strings";
    }

    private bool TryTakeAudience()
    {
        if (!Json.TryGetProperty("aud", out var aud))
            return true;
        if (aud.ValueKind == JsonValueKind.String)
        {
            Audience = [aud.GetString()!]; // a JSON string is never null
            return true;
        }

        if (aud.ValueKind != JsonValueKind.Array || aud.EnumerateArray().Any(a => a.ValueKind != JsonValueKind.String))
            return false;

        Audience = [.. aud.EnumerateArray().Select(audience => audience.GetString()!)]; // nor here
        return true;
    }
}
