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
}
