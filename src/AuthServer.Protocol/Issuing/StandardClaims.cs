using System.Text.Json;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>Which claims a scope asks for (OIDC Core §5.4), and how each is written (§5.1).</summary>
public static class StandardClaims
{
    private static readonly Dictionary<string, string[]> ByScope = new(StringComparer.Ordinal)
    {
        ["profile"] =
        [
            "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
            "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
        ],
        ["email"] = ["email", "email_verified"],
        ["phone"] = ["phone_number", "phone_number_verified"],
        ["address"] = ["address"],
        [StandardScopes.Roles] = ["roles"],
        ["groups"] = ["groups"],
    };

    /// <summary>Every claim of OIDC Core §5.4 that a standard scope can bring.</summary>
    public static IEnumerable<string> All => ByScope.Values.SelectMany(c => c);

    /// <summary>The claims that these scopes ask for, standard and declared.</summary>
    public static IReadOnlySet<string> Of(ScopeSet scopes, IReadOnlyDictionary<string, Scope> known) => Of(scopes, known, _ => true);

    /// <summary>The claims that belong into tokens too: roles, groups, and those of declared scopes.</summary>
    public static IReadOnlySet<string> OfTokens(ScopeSet scopes, IReadOnlyDictionary<string, Scope> known) =>
        Of(scopes, known, s => s is StandardScopes.Roles or "groups" || !StandardScopes.All.Contains(s));

    private static HashSet<string> Of(ScopeSet scopes, IReadOnlyDictionary<string, Scope> known, Func<string, bool> counts)
    {
        var claims = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scope in scopes.Where(counts))
        {
            claims.UnionWith(ByScope.GetValueOrDefault(scope, []));
            claims.UnionWith(known.TryGetValue(scope, out var declared) ? declared.Claims : []);
        }

        return claims;
    }

    /// <summary>Writes one claim; nothing when the person has no value for it. Names that we set ourselves are never
    /// taken from a profile.</summary>
    public static void Write(Utf8JsonWriter writer, Subject subject, string claim)
    {
        switch (claim)
        {
            case "name" when subject.Name is not null:
                writer.WriteString("name", subject.Name);
                break;
            case "email" when subject.Email is not null:
                writer.WriteString("email", subject.Email);
                break;
            case "email_verified" when subject.Email is not null:
                writer.WriteBoolean("email_verified", subject.EmailVerified);
                break;
            case "phone_number" when subject.PhoneNumber is not null:
                writer.WriteString("phone_number", subject.PhoneNumber);
                break;
            case "phone_number_verified" when subject.PhoneNumber is not null:
                writer.WriteBoolean("phone_number_verified", subject.PhoneNumberVerified);
                break;
            case "locale" when subject.Locale is not null:
                writer.WriteString("locale", subject.Locale);
                break;
            case "updated_at":
                writer.WriteNumber("updated_at", subject.UpdatedAt.ToUnixTimeSeconds());
                break;
            case "roles":
                WriteArray(writer, "roles", subject.Roles);
                break;
            case "name" or "email" or "email_verified" or "phone_number" or "phone_number_verified":
                break;
            default:
                WriteMember(writer, subject, claim);
                break;
        }
    }

    /// <summary>Writes an array of strings.</summary>
    internal static void WriteArray(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static readonly HashSet<string> Reserved =
    [
        "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "auth_time", "amr", "acr", "azp", "sid", "at_hash",
        "c_hash", "s_hash", "scope", "client_id", "cnf", "act", "events", PrivateClaim.Name,
    ];

    private static void WriteMember(Utf8JsonWriter writer, Subject subject, string claim)
    {
        if (Reserved.Contains(claim) || !subject.Profile.TryGetValue(claim, out var value))
            return;
        ProfileClaims.Write(writer, claim, value);
    }
}
