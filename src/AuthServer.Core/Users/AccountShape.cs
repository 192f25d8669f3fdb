using System.Text.Json;

namespace AuthServer.Core.Users;

/// <summary>What an account may consist of: judges what people fill in. Pure.</summary>
/// <param name="Kinds">The first is the default one.</param>
public sealed record AccountShape(IReadOnlyList<RegistrationKind> Kinds, IReadOnlyList<ProfileMember> Members)
{
    /// <summary>The kind of this name; the first where there is no name; null: there is none.</summary>
    public RegistrationKind? FindKind(string? name) =>
        Kinds.FirstOrDefault(k => name is null || k.Kind == name);

    /// <summary>What registering as this kind asks for.</summary>
    public AccountForm FormOf(RegistrationKind kind) => new(kind,
    [
        new AccountField(PersonName.Member, "name", IsRequired: true) { MaxLength = PersonName.MaxLength },
        new AccountField(EmailAddress.Member, "email", IsRequired: true) { MaxLength = EmailAddress.MaxLength },
        new AccountField(PhoneNumber.Member, "phone", kind.Require.Contains(PhoneNumber.Member))
        {
            MaxLength = PhoneNumber.MaxLength,
        },
        .. MembersOf(kind.Kind).Select(m => new AccountField(m.Name, m.Type, kind.Require.Contains(m.Name))
        {
            MaxLength = m.Type == "string" ? m.MaxLength ?? ProfileRules.MaxLength : null,
            OneOf = m.OneOf,
        }),
        new AccountField("password", "password", IsRequired: true),
    ]);

    /// <summary>The declared members that accounts of a kind have.</summary>
    /// <param name="kind">Null: an account that nobody registered may have them all.</param>
    public IEnumerable<ProfileMember> MembersOf(string? kind) =>
        Members.Where(m => kind is null || m.Kinds.Count == 0 || m.Kinds.Contains(kind));

    /// <summary>Judges the declared members of a new account: all that are required must be there.</summary>
    /// <returns>What to store, without what was left empty.</returns>
    public Dictionary<string, JsonElement> ReadNew(
        RegistrationKind kind, IReadOnlyDictionary<string, JsonElement> values, Complaints complaints)
    {
        var read = ReadChanges(kind.Kind, values, complaints);
        foreach (var missing in MembersOf(kind.Kind).Where(m => kind.Require.Contains(m.Name) && !values.ContainsKey(m.Name)))
            complaints.Add(missing.Name, "required");
        return read.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value.GetValueOrDefault());
    }

    /// <summary>Judges changes to declared members: null and an empty text take one away, unless it is required.</summary>
    /// <param name="kind">The account's; null: it was not registered.</param>
    /// <returns>What to change; null for what to take away.</returns>
    public Dictionary<string, JsonElement?> ReadChanges(
        string? kind, IReadOnlyDictionary<string, JsonElement> values, Complaints complaints)
    {
        var known = MembersOf(kind).ToDictionary(m => m.Name, StringComparer.Ordinal);
        var required = kind is null ? [] : FindKind(kind)?.Require ?? [];
        var changes = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (!known.TryGetValue(name, out var member))
                complaints.Add(name, "unknown");
            else if (!ProfileRules.IsEmpty(value))
                Keep(member, value);
            else if (required.Contains(name))
                complaints.Add(name, "required");
            else
                changes[name] = null;
        }

        return changes;

        void Keep(ProfileMember member, JsonElement value)
        {
            if (ProfileRules.Judge(member, value) is { } complaint)
                complaints.Add(member.Name, [complaint]);
            else
                changes[member.Name] = ProfileRules.Clean(value);
        }
    }
}
