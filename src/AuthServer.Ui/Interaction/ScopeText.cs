using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Ui.Interaction;

/// <summary>One line of what an app asks for.</summary>
/// <param name="Hint">A second, smaller line; null: none.</param>
/// <param name="IsFixed">The app cannot go without it: shown, and not to be unticked.</param>
internal sealed record ScopeText(string Scope, string Text, string? Hint, bool IsFixed)
{
    private static readonly Dictionary<string, (string Text, string? Hint)> Known = new(StringComparer.Ordinal)
    {
        [StandardScopes.OpenId] = ("Know that you are you", "needed to sign you in"),
        ["profile"] = ("See your name and profile", null),
        ["email"] = ("See your email address", null),
        ["phone"] = ("See your phone number", null),
        ["address"] = ("See your postal address", null),
        ["groups"] = ("See which groups you belong to", null),
        [StandardScopes.Roles] = ("See your roles", null),
        [StandardScopes.OfflineAccess] = ("Keep access while you are away", "until you or the app ends it"),
        [StandardScopes.Admin] = ("Administer this server", "everything that you can do yourself"),
    };

    public static IReadOnlyList<ScopeText> Of(ScopeSet asked, IReadOnlyDictionary<string, Scope> declared) =>
        [.. asked.Select(name => Of(name, declared))];

    private static ScopeText Of(string name, IReadOnlyDictionary<string, Scope> declared)
    {
        if (Known.TryGetValue(name, out var known))
            return new ScopeText(name, known.Text, known.Hint, name == StandardScopes.OpenId);
        var description = declared.GetValueOrDefault(name)?.Description;
        return string.IsNullOrEmpty(description)
            ? new ScopeText(name, name, null, false)
            : new ScopeText(name, description, null, false);
    }
}
