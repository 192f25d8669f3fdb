using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>How reading an authorization request ended.</summary>
public abstract record AuthorizeReading
{
    private AuthorizeReading()
    {
    }

    /// <summary>Every rule is kept.</summary>
    public sealed record Ready(AuthorizeRequest Request) : AuthorizeReading;

    /// <summary>Client or address cannot be trusted: our own page, status 400, no redirect (RFC 6749 §4.1.2.1).</summary>
    public sealed record Page(OAuthError Error) : AuthorizeReading;

    /// <summary>An error that the client may see.</summary>
    public sealed record Reply(ReplyAddress To, OAuthError Error) : AuthorizeReading;
}
