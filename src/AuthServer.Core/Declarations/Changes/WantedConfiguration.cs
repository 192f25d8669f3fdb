using AuthServer.Core.Users;
namespace AuthServer.Core.Declarations.Changes;

/// <summary>What documents want, and what the configuration becomes by that.</summary>
internal static class WantedConfiguration
{
    /// <summary>The declared objects; users are left out.</summary>
    public static ConfigurationDocument Of(DeclarationSet set) => new(
    [
        .. BrandingOf(set),
        .. Each(set.Scopes, ConfigurationSection.Scopes),
        .. set.Roles.Select(r => r.Key).Except(RoleDirectory.BuiltIn)
            .Select(r => ConfiguredObject.OfName(ConfigurationSection.Roles, r)),
        .. Each(set.Registration, ConfigurationSection.Registration),
        .. Each(set.Profile, ConfigurationSection.Profile),
        .. set.Clients.Select(c => ConfiguredObject.OfDocument(
            ConfigurationSection.Clients, c.Key, c.Value.Document, leavesOutNone: false)),
        .. set.Providers.Select(p => ConfiguredObject.OfDocument(
            ConfigurationSection.Providers, p.Key, p.Value.Document, leavesOutNone: true)),
    ]);

    /// <summary>What the configuration becomes.</summary>
    /// <param name="prune">Whether what is not wanted goes.</param>
    public static ConfigurationDocument Over(ConfigurationDocument before, ConfigurationDocument wanted, bool prune) => prune
        ? wanted
        : new ConfigurationDocument(ConfigurationSection.All.SelectMany(s => Over([.. before.Of(s)], [.. wanted.Of(s)])));

    /// <summary>
    /// Whoever names all that there is says its order, too. Else what is there stays where it is, and what is new comes last:
    /// a file with one way to register must not make it the default one.
    /// </summary>
    private static IEnumerable<ConfiguredObject> Over(List<ConfiguredObject> before, List<ConfiguredObject> wanted)
    {
        var byKey = wanted.ToDictionary(w => w.Key, StringComparer.Ordinal);
        return before.TrueForAll(b => byKey.ContainsKey(b.Key))
            ? wanted
            : before.Select(b => byKey.GetValueOrDefault(b.Key, b)).Concat(wanted.ExceptBy(before.Select(b => b.Key), w => w.Key));
    }

    private static IEnumerable<ConfiguredObject> BrandingOf(DeclarationSet set)
    {
        if (set.Branding is { } branding)
            yield return ConfiguredObject.Of(ConfigurationSection.Branding, "", branding.Value);
    }

    private static IEnumerable<ConfiguredObject> Each<T>(IEnumerable<Declared<T>> declared, ConfigurationSection section) =>
        declared.Select(d => ConfiguredObject.Of(section, d.Key, d.Value));
}
