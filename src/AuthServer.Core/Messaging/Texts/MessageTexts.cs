using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace AuthServer.Core.Messaging.Texts;

/// <summary>The sentences in one language. What is filled in is never looked at again: data is never a pattern.</summary>
/// <param name="language">One of <see cref="MessageLanguage"/>.</param>
internal sealed partial class MessageTexts(string language)
{
    private static readonly ResourceManager Resources = new(typeof(MessageTexts));

    private readonly CultureInfo _culture = CultureInfo.GetCultureInfo(language);

    public string Language => language;

    /// <summary>Null: there is no such sentence.</summary>
    public string? Find(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (Resources.GetString(key, _culture) is not { } sentence)
            return null;
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            known[name] = value;
        return Place().Replace(sentence, place => known[place.Groups[1].Value]);
    }

    /// <exception cref="InvalidOperationException">There is no such sentence.</exception>
    public string Get(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        Find(key, values) ?? throw new InvalidOperationException($"No text {key}.");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();
}
