using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Declarations;

/// <summary>Whether what objects say of each other holds; judged when all are read.</summary>
internal static class DeclarationReferences
{
    public static IEnumerable<DeclarationError> Judge(DeclarationSet set) => Judge(set, new KnownNames([], [], [], []));

    /// <param name="known">What there is besides.</param>
    public static IEnumerable<DeclarationError> Judge(DeclarationSet set, KnownNames known)
    {
        var roles = set.Roles.Select(r => r.Key).Concat(RoleDirectory.BuiltIn).Concat(known.Roles).Distinct().ToList();
        var members = set.Profile.Select(p => p.Key).Concat(known.Members).Distinct().ToList();
        var kinds = set.Registration.Select(r => r.Key).Concat(known.Kinds).Distinct().ToList();
        var scopes = set.Scopes.Select(s => s.Key).Concat(StandardScopes.All).Concat(known.Scopes).Distinct().ToList();
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
        named.Where(n => n.Length > 0 && !known.Contains(n)).Select(n => new DeclarationError(
            declared.File,
            declared.Path.Length == 0 ? member : $"{declared.Path}.{member}",
            NearestName.To(n, known) is { } nearest
                ? $"there is no {what} '{n}'; did you mean '{nearest}'?"
                : $"there is no {what} '{n}'"));
}

/// <summary>Names that may be referred to.</summary>
internal sealed record KnownNames(
    IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Kinds,
    IReadOnlyCollection<string> Scopes);
