namespace AuthServer.Protocol.Wire;

/// <summary>What the authorization endpoint answers with (OAuth 2.0 Multiple Response Types §3, §5): the words of
/// <c>response_type</c>, whose order says nothing.</summary>
/// <param name="Code">An authorization code.</param>
/// <param name="IdToken">An ID token.</param>
/// <param name="Token">An access token.</param>
public sealed record ResponseType(bool Code, bool IdToken, bool Token)
{
    /// <summary>A code alone.</summary>
    public static readonly ResponseType CodeAlone = new(true, false, false);

    // An access token alone is OAuth without OpenID Connect, in its weakest form: not built (RFC 9700 §2.1.2).
    private static readonly ResponseType[] All =
    [
        CodeAlone, new(false, true, false), new(false, true, true), new(true, true, false), new(true, false, true),
        new(true, true, true),
    ];

    /// <summary>What this server knows, as written in its metadata.</summary>
    public static IReadOnlyList<string> Supported { get; } = [.. All.Select(t => t.ToString())];

    /// <summary>Whether a token comes from the authorization endpoint itself.</summary>
    public bool HasTokens => IdToken || Token;

    /// <summary>Where the answer goes when the request does not say: never into a query with a token in it (§5).</summary>
    public string DefaultMode => HasTokens ? ResponseModes.Fragment : ResponseModes.Query;

    /// <summary>Reads one.</summary>
    /// <param name="text">Words in any order, separated by spaces, none twice.</param>
    /// <returns>Null when this server does not know it.</returns>
    public static ResponseType? TryParse(string text)
    {
        var words = text.Split(' ');
        var type = new ResponseType(words.Contains("code"), words.Contains("id_token"), words.Contains("token"));
        return words.Length == type.Count && All.Contains(type) ? type : null;
    }

    /// <summary>As registered and in the metadata: <c>code</c>, <c>id_token</c>, <c>token</c>, in this order.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Code ? "code" : "", IdToken ? "id_token" : "", Token ? "token" : "" }.Where(w => w.Length > 0));

    private int Count => (Code ? 1 : 0) + (IdToken ? 1 : 0) + (Token ? 1 : 0);
}
