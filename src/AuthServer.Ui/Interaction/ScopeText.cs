using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Ui.Interaction;

/// <summary>One line of what an app asks for.</summary>
/// <param name="Hint">A second, smaller line; null: none.</param>
/// <param name="IsFixed">The app cannot go without it: shown, and not to be unticked.</param>
internal sealed record ScopeText(string Scope, string Text, string? Hint, bool IsFixed)
{
    private static readonly Dictionary<string, string> Hints = new(StringComparer.Ordinal)
    {
        [StandardScopes.OpenId] = Texts.Later("needed to sign you in"),
        [StandardScopes.OfflineAccess] = Texts.Later("until you or the app ends it"),
        [StandardScopes.Admin] = Texts.Later("everything that you can do here yourself"),
    };

    /// <summary>The scopes in the words of whoever declared them.</summary>
    public static IReadOnlyList<ScopeText> Of(ScopeSet asked, IReadOnlyDictionary<string, Scope> known) =>
        [.. asked.Select(name => new ScopeText(
            name,
            known.GetValueOrDefault(name)?.Description is { Length: > 0 } text ? text : name,
            Hints.GetValueOrDefault(name),
            name == StandardScopes.OpenId))];
}
