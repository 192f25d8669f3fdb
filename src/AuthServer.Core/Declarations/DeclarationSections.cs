using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AuthServer.Core.Clients;
using AuthServer.Core.Users;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Declarations;

/// <summary>The sections of one file.</summary>
internal sealed partial class DeclarationSections(DeclarationSet set, string file, Action<string, string> error)
{
    private static readonly string[] Types = ["string", "integer", "number", "boolean"];

    public void Read(JsonElement element)
    {
        if (DeclaredObject.Open(element, "", error) is not { } root)
            return;
        root.Find("$schema");
        if (root.Flag("demo"))
            set.DemoFile ??= file;
        if (root.Find("branding") is { } branding && !DeclaredObject.IsEmpty(branding) && Open(branding, "branding") is { } members)
            ReadBranding(members);
        foreach (var (role, i) in root.Texts("roles", DeclaredUser.JudgeRole).Select((r, i) => (r, i)))
            set.Roles.Add(new(role, role, JsonSerializer.Serialize(role), file, $"roles[{i}]"));
        Each(root, "scopes", ReadScope);
        Each(root, "registration", ReadRegistration);
        Each(root, "profile", ReadProfile);
        Each(root, "users", ReadUser);
        Each(root, "clients", ReadClient);
        Each(root, "providers", ReadProvider);
        root.End();
    }

    /// <summary>One object by itself, judged as if it stood in its section; paths begin at its members.</summary>
    public void ReadOne(string kind, JsonElement element)
    {
        if (Open(element, "") is not { } members)
            return;
        Action<DeclaredObject, string> read = kind switch
        {
            ObjectKind.Branding => (m, _) => ReadBranding(m),
            ObjectKind.Scope => ReadScope,
            ObjectKind.Role => ReadRole,
            ObjectKind.Registration => ReadRegistration,
            ObjectKind.Profile => ReadProfile,
            ObjectKind.Client => ReadClient,
            ObjectKind.Provider => ReadProvider,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        read(members, "");
    }

    // In files a role is a mere word.
    private void ReadRole(DeclaredObject members, string path)
    {
        var name = members.NeedText("name", DeclaredUser.JudgeRole);
        members.End();
        Add(set.Roles, Of(name, name, members, path), "name");
    }

    private void ReadBranding(DeclaredObject members)
    {
        var defaults = new Branding();
        var branding = new Branding
        {
            Name = members.Text("name", maxLength: 100) ?? defaults.Name,
            LogoUri = members.Text("logo_uri", AddressRules.JudgePage),
            AccentColor = members.Text("accent_color", JudgeColor),
            SupportUri = members.Text("support_uri", JudgeSupport),
        };
        members.End();
        set.Branding = Of("branding", branding, members, "branding");
    }

    private void ReadScope(DeclaredObject members, string path)
    {
        var name = members.NeedText("name", JudgeScope, 200);
        var scope = new Scope(
            name,
            members.Text("description") ?? name,
            members.Texts("resources", AddressRules.JudgeResource),
            members.Texts("claims"));
        members.End();
        Add(set.Scopes, Of(name, scope, members, path), "name");
    }

    private void ReadRegistration(DeclaredObject members, string path)
    {
        var kind = members.NeedText("kind", JudgeName);
        var registration = new RegistrationKind(kind, members.NeedText("role", DeclaredUser.JudgeRole), members.Texts("require"));
        members.End();
        Add(set.Registration, Of(kind, registration, members, path), "kind");
    }

    private void ReadProfile(DeclaredObject members, string path)
    {
        var name = members.NeedText("name", JudgeName);
        var member = new ProfileMember
        {
            Name = name,
            Type = members.Text("type", t => JudgeType(t) ?? JudgeStandard(name, t)) ?? "string",
            MaxLength = members.Count("max_length"),
            OneOf = members.Texts("one_of"),
            Scope = members.Text("scope", JudgeScope),
            Kinds = members.Texts("kinds"),
        };
        members.End();
        Add(set.Profile, Of(name, member, members, path), "name");
    }

    private void ReadUser(DeclaredObject members, string path)
    {
        var user = DeclaredUser.Read(members);
        members.End();
        Add(set.Users, Of(EmailAddress.TryParse(user.Email)?.Key ?? user.Email, user, members, path), "email");
    }

    private void ReadClient(DeclaredObject members, string path)
    {
        var id = members.NeedText("client_id", i => i.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? "must be visible ASCII characters (RFC 6749 appendix A.1)"
            : null, 200);
        var secret = members.Text("client_secret", s => Encoding.UTF8.GetByteCount(s) > ClientSecretHash.MaxSecretLength
            ? $"must have at most {ClientSecretHash.MaxSecretLength} bytes"
            : null, int.MaxValue);
        var reading = ClientMetadata.Read(members.Element, id, ClientMetadataPolicy.Operator);
        if (reading is ClientMetadataReading.Refused refused)
        {
            foreach (var problem in refused.Errors)
                error(problem.Path.Length == 0 ? path : members.At(problem.Path), problem.Text);
            return;
        }

        if (reading is not ClientMetadataReading.Accepted(var client, var document) || members.HasErrors)
            return;
        if (secret is not null && client.AuthMethod is AuthMethods.None or AuthMethods.PrivateKeyJwt)
            members.Fail("client_secret", $"a client of {client.AuthMethod} has none");
        else if (client.NeedsSharedSecret && secret is not null && Encoding.UTF8.GetByteCount(secret) < SharedSecret.MinLength)
            members.Fail("client_secret", $"must have at least {SharedSecret.MinLength} bytes (RFC 7518 section 3.2)");
        else
            Add(set.Clients, Of(id, new DeclaredClient(id, document, secret, client.Scopes), members, path), "client_id");
    }

    private void ReadProvider(DeclaredObject members, string path)
    {
        var scheme = members.NeedText("scheme", JudgeName);
        var document = JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["scheme"] = scheme,
            ["display_name"] = members.Text("display_name", maxLength: 100) ?? scheme,
            ["issuer"] = members.NeedText("issuer", AddressRules.JudgeCalled),
            ["client_id"] = members.NeedText("client_id"),
            ["scope"] = members.Text("scope", JudgeScopes),
        });
        var secret = members.Text("client_secret");
        members.End();
        Add(set.Providers, Of(scheme, new DeclaredProvider(scheme, document, secret), members, path), "scheme");
    }

    private void Each(DeclaredObject root, string section, Action<DeclaredObject, string> read)
    {
        foreach (var (item, i) in root.Items(section).Select((v, i) => (v, i)))
        {
            var path = $"{section}[{i}]";
            if (Open(item, path) is { } members)
                read(members, path);
        }
    }

    /// <summary>
    /// Adds also what something is wrong with, for what it names and what names it: every reason at once, and none that only
    /// follows from another. Written twice in the same words is no contradiction.
    /// </summary>
    private void Add<T>(List<Declared<T>> to, Declared<T> declared, string keyMember)
    {
        if (declared.Key.Length == 0)
            return;
        if (to.Find(d => d.Key == declared.Key) is not { } before)
            to.Add(declared);
        else if (before.Form != declared.Form)
        {
            error(
                $"{declared.Path}.{keyMember}",
                $"'{declared.Key}' is declared otherwise in {before.File}, {before.Path}");
        }
    }

    private Declared<T> Of<T>(string key, T value, DeclaredObject members, string path) =>
        new(key, value, CanonicalJson.Of(members.Element), file, path);

    private DeclaredObject? Open(JsonElement element, string path) => DeclaredObject.Open(element, path, error);

    private static string? JudgeScope(string name) =>
        ScopeSet.TryParse(name) is { Count: 1 } scopes && scopes[0] == name
            ? null
            : "must be one scope (RFC 6749 section 3.3)";

    private static string? JudgeScopes(string scopes) =>
        ScopeSet.TryParse(scopes) is null ? "must be scopes separated by spaces" : null;

    private static string? JudgeName(string name) =>
        Name().IsMatch(name) ? null : "must be lower-case letters, digits, - and _";

    private static string? JudgeType(string type) =>
        Types.Contains(type) ? null : $"must be one of: {string.Join(", ", Types)}";

    private static string? JudgeStandard(string name, string type) =>
        type != "string" && ProfileClaims.Standard.Contains(name) ? $"'{name}' is a standard claim: a string" : null;

    private static string? JudgeColor(string color) =>
        Color().IsMatch(color) ? null : "must be a colour such as #4f46e5";

    private static string? JudgeSupport(string address) =>
        address.StartsWith("mailto:", StringComparison.Ordinal) ? null : AddressRules.JudgePage(address);

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Color();

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,63}$")]
    private static partial Regex Name();
}
