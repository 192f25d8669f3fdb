namespace AuthServer.Tests.Conformance.Rp;

/// <summary>An authorization request: its parameters, sent in alphabetical order.</summary>
internal sealed class AuthRequest
{
    private readonly SortedDictionary<string, string> _members = new(StringComparer.Ordinal);

    /// <summary>A parameter; null: it is not sent.</summary>
    public string? this[string name]
    {
        get => _members.GetValueOrDefault(name);
        set
        {
            if (value is null)
                _members.Remove(name);
            else
                _members[name] = value;
        }
    }

    /// <summary>What the answer has to bring back, wherever the request said it: the query, or an object in it.</summary>
    public string? ExpectedState { get; set; }

    /// <summary>What the ID tokens have to bring back.</summary>
    public string? ExpectedNonce { get; set; }

    /// <summary>Of PKCE; null: the request has no challenge.</summary>
    public string? Verifier { get; set; }

    public (string Name, string Value)[] Members => [.. _members.Select(m => (m.Key, m.Value))];

    public string ToQuery(bool isReversed = false) => string.Join(
        '&',
        (isReversed ? _members.Reverse() : _members).Select(m => $"{Uri.EscapeDataString(m.Key)}={Uri.EscapeDataString(m.Value)}"));
}
