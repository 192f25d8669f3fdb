using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance.Blocks;

/// <summary>IDT: every ID token, of the front channel and of the token endpoint.</summary>
internal static class IdTokenChecks
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <param name="code">What came beside it; null: none.</param>
    /// <param name="accessToken">What came beside it; null: none.</param>
    /// <param name="isFront">Whether the hashes have to be there (OIDC Core §3.2.2.9, §3.3.2.11).</param>
    public static void Check(ModuleRun run, Answer answer, Jwt token, string? code, string? accessToken, bool isFront)
    {
        CheckIdentity(run, answer, token);
        CheckTimes(run, token);
        CheckContext(run, answer, token);
        run.Found.Check("IDT-9", run.Provider.Keys.WhyNotSigned(token) is null, run.Provider.Keys.WhyNotSigned(token) ?? "");
        ClaimChecks.Types(run, token.Claims, "IDT-10");
        CheckHash(run, token, "at_hash", accessToken, isFront);
        CheckHash(run, token, "c_hash", code, isFront);
    }

    private static void CheckIdentity(ModuleRun run, Answer answer, Jwt token)
    {
        run.Found.Check("IDT-1", token["iss"] == run.Provider.Issuer, $"iss {token["iss"]}");
        run.Found.Check("IDT-2", Audiences(token.Claims).Contains(answer.Client.Id), $"aud {token["aud"]}");
        run.Found.Check("IDT-7", token["nonce"] == answer.Request.ExpectedNonce, $"nonce {token["nonce"]}");
        var sub = token["sub"];
        run.Found.Check("IDT-8", sub is { Length: > 0 and <= 255 } && sub.All(c => c is >= ' ' and <= '~'), $"sub {sub}");
    }

    private static void CheckTimes(ModuleRun run, Jwt token)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (exp, iat) = (token.Seconds("exp"), token.Seconds("iat"));
        run.Found.Check("IDT-3", exp > (now - Skew).ToUnixTimeSeconds() && exp < now.AddYears(50).ToUnixTimeSeconds(), $"exp {exp}");
        run.Found.Check("IDT-4", iat > (now - Skew).ToUnixTimeSeconds() && iat < (now + Skew).ToUnixTimeSeconds(), $"iat {iat}");
        if (token["auth_time"] is not { } text)
            return;
        var at = token.Seconds("auth_time");
        run.Found.Check("IDT-5", at <= (now + Skew).ToUnixTimeSeconds() && at >= now.AddDays(-365).ToUnixTimeSeconds(), $"auth_time {text}");
    }

    private static void CheckContext(ModuleRun run, Answer answer, Jwt token)
    {
        if (token.Claims.TryGetProperty("acr", out var acr))
            run.Found.Check("IDT-6", acr.ValueKind == JsonValueKind.String && acr.GetString() is { Length: > 0 }, $"acr {acr}");
        if (answer.Request["claims"] is not { } claims
            || !JsonDocument.Parse(claims).RootElement.TryGetProperty("id_token", out var asked)
            || !asked.TryGetProperty("acr", out var wanted) || wanted.ValueKind != JsonValueKind.Object)
            return;
        List<string?> values = wanted.TryGetProperty("values", out var many) ? [.. many.EnumerateArray().Select(v => v.GetString())] : [];
        if (wanted.TryGetProperty("value", out var one))
            values.Add(one.GetString());
        run.Found.Check("IDT-11", values.Count == 0 || values.Contains(token["acr"]), $"acr {token["acr"]}");
    }

    /// <summary>A hash is right where it is there; the front channel needs it, and must not have one of what is not there.</summary>
    private static void CheckHash(ModuleRun run, Jwt token, string claim, string? of, bool isFront)
    {
        var hash = token[claim];
        if (of is null)
        {
            run.Found.Check(claim, hash is null, "there is nothing to hash");
            return;
        }

        run.Found.Check(claim, hash is not null || !isFront, "is absent");
        run.Found.Check(claim, hash is null || hash == HalfHash(token.Algorithm, of), $"{hash} is not of {of}");
    }

    internal static IEnumerable<string?> Audiences(JsonElement claims) =>
        !claims.TryGetProperty("aud", out var aud) ? []
        : aud.ValueKind == JsonValueKind.Array ? aud.EnumerateArray().Select(a => a.GetString())
        : [aud.GetString()];

    private static string HalfHash(string algorithm, string text)
    {
        var hash = CryptographicOperations.HashData(KeySet.HashOf(algorithm), Encoding.ASCII.GetBytes(text));
        return Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
    }
}
