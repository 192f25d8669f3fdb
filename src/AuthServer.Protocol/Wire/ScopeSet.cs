using System.Collections;

namespace AuthServer.Protocol.Wire;

/// <summary>Scopes as a request wrote them: distinct, in order, each a valid scope-token (RFC 6749 §3.3).</summary>
public sealed class ScopeSet : IReadOnlyList<string>
{
    /// <summary>How many scopes one request may name. Chosen: far above any real need.</summary>
    public const int MaxCount = 64;

    private readonly string[] _scopes;

    private ScopeSet(string[] scopes) => _scopes = scopes;

    /// <summary>No scope.</summary>
    public static ScopeSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _scopes.Length;

    /// <inheritdoc/>
    public string this[int index] => _scopes[index];

    /// <summary>Trusted scopes: from a row or a declaration that was checked before.</summary>
    public static ScopeSet Of(IEnumerable<string> scopes)
    {
        var own = new List<string>(8);
        foreach (var scope in scopes)
        {
            if (!own.Contains(scope))
                own.Add(scope);
        }

        return new ScopeSet([.. own]);
    }

    /// <summary>Reads a <c>scope</c> parameter.</summary>
    /// <returns>The scopes; null when there are more than <see cref="MaxCount"/> or one holds a character that
    /// RFC 6749 §3.3 forbids.</returns>
    public static ScopeSet? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Empty;

        var scopes = new List<string>(8);
        foreach (var range in text.AsSpan().Split(' '))
        {
            var scope = text.AsSpan(range);
            if (scope.IsEmpty)
                continue;
            if (scopes.Count == MaxCount || scope.ContainsAnyExceptInRange('!', '~') || scope.ContainsAny('"', '\\'))
                return null;
            var word = scope.ToString();
            if (!scopes.Contains(word))
                scopes.Add(word);
        }

        return new ScopeSet([.. scopes]);
    }

    /// <summary>Whether the scope is among them; names are compared byte for byte.</summary>
    public bool Has(string scope) => Array.IndexOf(_scopes, scope) >= 0;

    /// <summary>Whether one of them gives something of the admin API.</summary>
    public bool HasOfAdministrators => Array.Exists(_scopes, StandardScopes.IsOfAdministrators);

    /// <summary>Whether every one of these is in <paramref name="other"/>.</summary>
    public bool IsWithin(ScopeSet other) => Array.TrueForAll(_scopes, other.Has);

    /// <summary>Whether one of these names is among them.</summary>
    public bool HasAny(params ReadOnlySpan<string> names) => _scopes.AsSpan().ContainsAny(names);

    /// <summary>Them, but for these names.</summary>
    public ScopeSet Without(params string[] names) => HasAny(names) ? new([.. _scopes.Except(names, StringComparer.Ordinal)]) : this;

    /// <summary>Whether every one of them is known.</summary>
    public bool AreIn<T>(IReadOnlyDictionary<string, T> known) => Array.TrueForAll(_scopes, known.ContainsKey);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', _scopes);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _scopes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _scopes.GetEnumerator();
}
