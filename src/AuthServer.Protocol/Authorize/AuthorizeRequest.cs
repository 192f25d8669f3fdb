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

    /// <summary>What is asked for.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary>The <c>resource</c> values (RFC 8707 §2).</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>S256 challenge; null only where the client may go without (RFC 7636).</summary>
    public string? CodeChallenge { get; init; }

    /// <summary><c>nonce</c>.</summary>
    public string? Nonce { get; init; }

    /// <summary>Values of <c>prompt</c>.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Oldest acceptable sign-in, in seconds; null: any.</summary>
    public long? MaxAge { get; init; }

    /// <summary>The person that <c>id_token_hint</c> names.</summary>
    public HintedPerson? Hinted { get; init; }

    /// <summary><c>login_hint</c>: prefills the form and decides nothing.</summary>
    public string? LoginHint { get; init; }

    /// <summary><c>ui_locales</c>, as sent.</summary>
    public string? UiLocales { get; init; }

    /// <summary>Whether a value of <c>prompt</c> was sent.</summary>
    public bool Asks(string prompt) => Prompts.Contains(prompt);
}
