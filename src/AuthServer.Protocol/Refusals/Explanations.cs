using System.Collections.Frozen;
using System.IO.Enumeration;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Refusals;

/// <summary>
/// Every refusal explained. An error is known by its own words: by its reason, which only we see, else by its description,
/// else by its code. A test fails where the words of some error lead to no explanation of their own.
/// </summary>
public static class Explanations
{
    private static readonly Case[] Cases =
    [
        .. OfRequests.All, .. OfClients.All, .. OfAssertions.All, .. OfTokens.All, .. OfRefreshes.All, .. OfAuthorization.All,
        .. OfSignIns.All, .. OfRequestObjects.All, .. OfTokenUse.All, .. OfLogout.All, .. OfRegistration.All,
    ];

    private static readonly FrozenDictionary<string, Explanation> ByWords =
        Cases.SelectMany(c => c.Words.Where(w => !IsPattern(w)).Select(w => KeyValuePair.Create(w, c.Explanation)))
            .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Pattern, Explanation Explanation)[] Patterns =
        [.. Cases.SelectMany(c => c.Words.Where(IsPattern).Select(w => (w, c.Explanation)))];

    private static readonly FrozenDictionary<string, Explanation> ByCode =
        OfCodes.All.ToFrozenDictionary(c => c.Words[0], c => c.Explanation, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Explanation> ByRule =
        Cases.Concat(OfCodes.All).ToFrozenDictionary(c => c.Explanation.Rule, c => c.Explanation, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<Explanation> All => ByRule.Values;

    /// <summary>The words by which errors are known.</summary>
    public static IEnumerable<string> Words => Cases.SelectMany(c => c.Words);

    /// <summary>The one for an error: of the rule that it broke, where it is known, else of its code.</summary>
    public static Explanation For(OAuthError error) =>
        (error.Reason is null ? null : FindByWords(error.Reason)) ?? FindByWords(error.Description)
        ?? ByCode.GetValueOrDefault(error.Code.Value) ?? OfCodes.Unknown;

    /// <summary>By its name.</summary>
    /// <returns>Null: it was one of another version of this server.</returns>
    public static Explanation? Find(string rule) => ByRule.GetValueOrDefault(rule);

    /// <summary>Whether it explains a code and no rule.</summary>
    public static bool IsGeneral(Explanation explanation) => explanation == OfCodes.Unknown || OfCodes.All.Any(c => c.Explanation == explanation);

    private static bool IsPattern(string words) => words.Contains('*', StringComparison.Ordinal);

    private static Explanation? FindByWords(string words) =>
        ByWords.TryGetValue(words, out var exact) ? exact
        : Array.Find(Patterns, p => FileSystemName.MatchesSimpleExpression(p.Pattern, words, ignoreCase: false)).Explanation;
}
