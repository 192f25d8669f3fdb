using System.Text;
using System.Text.Json;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>The <c>claims</c> parameter (OIDC Core §5.5), read strictly where it is understood; the rest is ignored.</summary>
internal sealed class ClaimsParameter
{
    /// <summary>Longest, in characters. Chosen: every claim there is fits several times.</summary>
    private const int MaxLength = 8192;

    // The object, its two members, a claim, its values; and a little for what we do not understand.
    private const int MaxDepth = 8;

    private ClaimsParameter()
    {
    }

    /// <summary>Claims of the person, asked for by name.</summary>
    public AskedClaims Claims { get; private set; } = AskedClaims.None;

    /// <summary>The one person that will do (§3.1.2.2); null: anybody.</summary>
    public string? Subject { get; private set; }

    /// <summary>What <c>acr</c> must or should be; null: not asked for.</summary>
    public AcrDemand? Acr { get; private set; }

    /// <summary>Reads it.</summary>
    /// <param name="known">Names that this client may ask for; others are left out.</param>
    /// <returns><c>invalid_request</c> for what is no claims request.</returns>
    public static Result<ClaimsParameter> Read(string? text, IEnumerable<string> known)
    {
        var read = new ClaimsParameter();
        if (text is null)
            return read;
        if (text.Length > MaxLength
            || StrictJson.TryReadObject(Encoding.UTF8.GetBytes(text), MaxDepth, out _) is not { } json)
            return Malformed;

        // They are kept between spaces.
        var names = known.Where(n => !n.Any(char.IsWhiteSpace)).ToHashSet(StringComparer.Ordinal);
        if (!Section(json, "userinfo").Succeeded(out var userInfo, out var error)
            || !Section(json, "id_token").Succeeded(out var idToken, out error))
            return error;
        read.Claims = new AskedClaims([.. userInfo.Keys.Where(names.Contains)], [.. idToken.Keys.Where(names.Contains)]);
        read.Subject = ValuesOf(idToken, "sub").Concat(ValuesOf(userInfo, "sub")).FirstOrDefault();
        if (idToken.TryGetValue("acr", out var acr))
            read.Acr = new AcrDemand(ValuesOf(idToken, "acr"), IsEssential(acr) && ValuesOf(idToken, "acr").Count > 0);
        return read.Claims.ToString().Length <= AskedClaims.MaxLength ? read : Malformed;
    }

    private static OAuthError Malformed { get; } = new(ErrorCode.InvalidRequest, "claims is malformed or too long");

    /// <summary>The claims of one member, each null or an object of the right shape.</summary>
    private static Result<Dictionary<string, JsonElement>> Section(JsonElement json, string name)
    {
        var claims = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!json.TryGetProperty(name, out var section))
            return claims;
        if (section.ValueKind != JsonValueKind.Object)
            return Malformed;
        foreach (var claim in section.EnumerateObject())
        {
            if (claim.Value.ValueKind != JsonValueKind.Null && !IsRequest(claim.Value))
                return Malformed;
            claims.Add(claim.Name, claim.Value);
        }

        return claims;
    }

    private static bool IsRequest(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object)
            return false;
        if (request.TryGetProperty("essential", out var essential)
            && essential.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return false;
        return !request.TryGetProperty("values", out var values)
            || (values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0);
    }

    private static bool IsEssential(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty("essential", out var essential)
        && essential.ValueKind == JsonValueKind.True;

    /// <summary><c>value</c> and <c>values</c> that are texts, as those of <c>sub</c> and <c>acr</c> are.</summary>
    private static List<string> ValuesOf(Dictionary<string, JsonElement> claims, string name)
    {
        if (!claims.TryGetValue(name, out var request) || request.ValueKind != JsonValueKind.Object)
            return [];
        var asked = new List<JsonElement>();
        if (request.TryGetProperty("value", out var value))
            asked.Add(value);
        if (request.TryGetProperty("values", out var values))
            asked.AddRange(values.EnumerateArray());
        return [.. asked.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]; // strings are never null
    }
}
