using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Declarations;

/// <summary>Whether what the files say of each other holds; judged when all are read.</summary>
internal static class DeclarationReferences
{
    /// <summary>Roles that exist without a declaration.</summary>
    public static readonly IReadOnlyList<string> BuiltInRoles = ["user", .. StandardScopes.OfAdministrators];

    public static IEnumerable<DeclarationError> Judge(DeclarationSet set)
    {
        var roles = set.Roles.Select(r => r.Key).Concat(BuiltInRoles).Distinct().ToList();
        var members = set.Profile.Select(p => p.Key).ToList();
        var kinds = set.Registration.Select(r => r.Key).ToList();
        var scopes = set.Scopes.Select(s => s.Key).Concat(StandardScopes.All).ToList();
        return
        [
            .. set.Users.SelectMany(u => Missing(u, "roles", u.Value.Roles, roles, "role")),
            .. set.Users.SelectMany(u => Missing(u, "profile", u.Value.Profile?.Keys ?? [], Filled(members), "profile member")),
            .. set.Registration.SelectMany(r => Missing(r, "role", [r.Value.Role], roles, "role")),
            .. set.Registration.SelectMany(r => Missing(r, "require", r.Value.Require, Fields(members), "profile member")),
            .. set.Profile.SelectMany(p => Missing(p, "kinds", p.Value.Kinds, kinds, "registration kind")),
            .. set.Profile.SelectMany(p => Missing(p, "scope", p.Value.Scope is { } s ? [s] : [], scopes, "scope")),
        ];
    }

    // What OIDC names needs no declaration to be filled in by one.
    private static List<string> Filled(List<string> members) => [.. members.Union(ProfileClaims.Standard)];

    private static List<string> Fields(List<string> members) => [.. members, "full_name", "phone_number"];

    private static IEnumerable<DeclarationError> Missing<T>(
        Declared<T> declared, string member, IEnumerable<string> named, List<string> known, string what) =>
        named.Where(n => !known.Contains(n)).Select(n => new DeclarationError(
            declared.File,
            $"{declared.Path}.{member}",
            NearestName.To(n, known) is { } nearest
                ? $"there is no {what} '{n}'; did you mean '{nearest}'?"
                : $"there is no {what} '{n}'"));
}
