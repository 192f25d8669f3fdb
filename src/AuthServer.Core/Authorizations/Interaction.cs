using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Authorizations;

/// <summary>A waiting request, as the pages see it.</summary>
/// <param name="Handle">What the page's address carries.</param>
/// <param name="Request">Judged anew, against the client as it is now.</param>
public sealed record Interaction(string Handle, AuthorizeRequest Request)
{
    /// <summary>Who asks.</summary>
    public Client Client => Request.Client;

    /// <summary>Where the answer will go.</summary>
    public string RedirectUri => Request.Reply.RedirectUri;

    /// <summary>What is asked for.</summary>
    public ScopeSet Scopes => Request.Scopes;

    /// <summary>Claims of the person that are asked for beside the scopes.</summary>
    public IReadOnlyList<string> Claims => Request.ClaimsBeyondScopes;

    /// <summary>Prefills the sign-in form.</summary>
    public string? LoginHint => Request.LoginHint;
}
