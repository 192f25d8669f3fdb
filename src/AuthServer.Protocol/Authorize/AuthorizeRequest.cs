using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>An authorization request that keeps every rule which needs nobody to be signed in.</summary>
public sealed record AuthorizeRequest
{
    /// <summary>Who asks.</summary>
    public required Client Client { get; init; }

    /// <summary>Where the answer goes, and how.</summary>
    public required ReplyAddress Reply { get; init; }

    /// <summary>What the answer holds.</summary>
    public ResponseType Type { get; init; } = ResponseType.CodeAlone;

    /// <summary>What is asked for.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary>The <c>resource</c> values (RFC 8707 §2).</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>S256 challenge; null where the client may go without, or no code is asked for (RFC 7636).</summary>
    public string? CodeChallenge { get; init; }

    /// <summary><c>nonce</c>.</summary>
    public string? Nonce { get; init; }

    /// <summary>Values of <c>prompt</c>.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Oldest acceptable sign-in, in seconds; null: any.</summary>
    public long? MaxAge { get; init; }

    /// <summary>Claims of the person, asked for by name; each is the client's to ask for.</summary>
    public AskedClaims Claims { get; init; } = AskedClaims.None;

    /// <summary>Those of them that no scope of this request brings: people are asked about them, too.</summary>
    public IReadOnlyList<string> ClaimsBeyondScopes { get; init; } = [];

    /// <summary>What the client wants to hear of the sign-in's strength; null: nothing.</summary>
    public AcrDemand? Acr { get; init; }

    /// <summary>The person that <c>id_token_hint</c>, or the <c>claims</c> parameter, names.</summary>
    public HintedPerson? Hinted { get; init; }

    /// <summary><c>login_hint</c>: prefills the form and decides nothing.</summary>
    public string? LoginHint { get; init; }

    /// <summary><c>ui_locales</c>, as sent.</summary>
    public string? UiLocales { get; init; }

    /// <summary>Whether a value of <c>prompt</c> was sent.</summary>
    public bool Asks(string prompt) => Prompts.Contains(prompt);
}
