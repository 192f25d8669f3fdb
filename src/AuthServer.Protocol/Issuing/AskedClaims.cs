namespace AuthServer.Protocol.Issuing;

/// <summary>Claims that a client asked for by name, whatever its scopes bring (OIDC Core §5.5).</summary>
/// <param name="UserInfo">For userinfo.</param>
/// <param name="IdToken">For the ID token.</param>
public sealed record AskedClaims(IReadOnlyList<string> UserInfo, IReadOnlyList<string> IdToken)
{
    /// <summary>Longest text of one, in characters. Chosen: it travels in codes and access tokens.</summary>
    public const int MaxLength = 1024;

    /// <summary>No claim.</summary>
    public static AskedClaims None { get; } = new([], []);

    /// <summary>Whether no claim was asked for.</summary>
    public bool IsNone => UserInfo.Count == 0 && IdToken.Count == 0;

    /// <summary>Every name once.</summary>
    public IEnumerable<string> Names => UserInfo.Union(IdToken, StringComparer.Ordinal);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Null and empty: none.</param>
    public static AskedClaims Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return None;
        var lines = text.Split('\n');
        return new AskedClaims(Words(lines[0]), lines.Length > 1 ? Words(lines[1]) : []);
    }

    /// <summary>Those that pass.</summary>
    public AskedClaims Where(Func<string, bool> passes) =>
        IsNone ? this : new([.. UserInfo.Where(passes)], [.. IdToken.Where(passes)]);

    /// <summary>As it is kept: names between spaces, two lines; empty for none.</summary>
    public override string ToString() =>
        IsNone ? "" : $"{string.Join(' ', UserInfo)}\n{string.Join(' ', IdToken)}";

    internal static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
