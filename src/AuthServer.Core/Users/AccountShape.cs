using System.Text.Json;

namespace AuthServer.Core.Users;

/// <summary>What an account may consist of: judges what people fill in.</summary>
/// <param name="Kinds">The first is the default one.</param>
public sealed record AccountShape(IReadOnlyList<RegistrationKind> Kinds, IReadOnlyList<ProfileMember> Members)
{
    /// <summary>The kind of this name; the first where there is no name; null: there is none.</summary>
    public RegistrationKind? FindKind(string? name) => throw new NotImplementedException();

    /// <summary>What registering as this kind asks for.</summary>
    public AccountForm FormOf(RegistrationKind kind) => throw new NotImplementedException();

    /// <summary>The declared members that a person of this kind has.</summary>
    /// <param name="kind">Null, or one that is gone: all that belong to everybody, and all others, too.</param>
    public IEnumerable<ProfileMember> MembersOf(string? kind) => throw new NotImplementedException();

    /// <summary>Judges the declared members of a new account: all that are required must be there.</summary>
    /// <returns>What to store, without what was left empty.</returns>
    public Dictionary<string, JsonElement> ReadNew(
        RegistrationKind kind, IReadOnlyDictionary<string, JsonElement> values, Complaints complaints) =>
        throw new NotImplementedException();

    /// <summary>Judges changes to declared members: null takes one away, unless it is required.</summary>
    /// <param name="kind">The account's; null: it was not registered.</param>
    /// <returns>What to change; null for what to take away.</returns>
    public Dictionary<string, JsonElement?> ReadChanges(
        string? kind, IReadOnlyDictionary<string, JsonElement> values, Complaints complaints) =>
        throw new NotImplementedException();
}
