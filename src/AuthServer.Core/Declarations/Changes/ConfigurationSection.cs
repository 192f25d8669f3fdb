namespace AuthServer.Core.Declarations.Changes;

/// <summary>A section of the document, and how its objects are told apart.</summary>
/// <param name="KeyMember">Names an object; empty: there is one object, or objects are their names.</param>
/// <param name="IsOrdered">Whether the order of its objects means something; else they stand by name.</param>
internal sealed record ConfigurationSection(string Name, string KeyMember, bool IsOrdered)
{
    public static readonly ConfigurationSection Branding = new("branding", "", false);
    public static readonly ConfigurationSection Scopes = new("scopes", "name", false);
    public static readonly ConfigurationSection Roles = new("roles", "", false);
    public static readonly ConfigurationSection Registration = new("registration", "kind", true);
    public static readonly ConfigurationSection Profile = new("profile", "name", true);
    public static readonly ConfigurationSection Clients = new("clients", "client_id", false);
    public static readonly ConfigurationSection Providers = new("providers", "scheme", true);

    /// <summary>In the order of the document.</summary>
    public static readonly IReadOnlyList<ConfigurationSection> All = [Branding, Scopes, Roles, Registration, Profile, Clients, Providers];
}
