using AuthServer.Core.Clients;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Declarations;

/// <summary>Everything that the files declare, read and checked.</summary>
public sealed class DeclarationSet
{
    /// <summary>Whether a file says that it is for demonstration.</summary>
    public bool IsDemo => DemoFile is not null;

    /// <summary>Addresses and passwords of demo users, for the welcome of a demo; empty otherwise.</summary>
    public IEnumerable<(string Email, string Password)> DemoAccounts => IsDemo
        ? Users.Where(u => u.Value.Password is not null).Select(u => (u.Value.Email, u.Value.Password ?? ""))
        : [];

    internal string? DemoFile { get; set; }

    internal Declared<Branding>? Branding { get; set; }

    internal List<Declared<Scope>> Scopes { get; } = [];

    internal List<Declared<string>> Roles { get; } = [];

    internal List<Declared<DeclaredClient>> Clients { get; } = [];

    internal List<Declared<NewUser>> Users { get; } = [];

    internal List<Declared<RegistrationKind>> Registration { get; } = [];

    internal List<Declared<ProfileMember>> Profile { get; } = [];

    internal List<Declared<DeclaredProvider>> Providers { get; } = [];

    /// <summary>All that is remembered of it once it has been applied.</summary>
    internal IEnumerable<(string Kind, string Key, string Form)> Forms =>
    [
        .. Branding is { } branding ? Of(ObjectKind.Branding, [branding]) : [],
        .. Of(ObjectKind.Scope, Scopes),
        .. Of(ObjectKind.Registration, Registration),
        .. Of(ObjectKind.Profile, Profile),
        .. Of(ObjectKind.Provider, Providers),
        .. Providers.Where(p => p.Value.Secret is not null).Select(p => (ObjectKind.ProviderSecret, p.Key, p.Value.Secret ?? "")),
        .. Clients.Select(c => (ObjectKind.Client, c.Key, c.Value.Form)),
        .. Clients.Where(c => c.Value.Secret is not null).Select(c => (ObjectKind.ClientSecret, c.Key, c.Value.Secret ?? "")),
        .. Of(ObjectKind.Role, Roles),
        .. Of(ObjectKind.User, Users),
    ];

    private static IEnumerable<(string, string, string)> Of<T>(string kind, IEnumerable<Declared<T>> declared) =>
        declared.Select(d => (kind, d.Key, d.Form));
}
