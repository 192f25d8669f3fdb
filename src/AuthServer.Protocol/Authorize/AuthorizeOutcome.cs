using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>What the browser gets.</summary>
public abstract record AuthorizeOutcome
{
    private AuthorizeOutcome()
    {
    }

    /// <summary>The request that waited for the browser to come back; null where none did, or none was found.</summary>
    public Form? Waited { get; init; }

    /// <summary>Our error page, status 400, no redirect.</summary>
    public sealed record Page(OAuthError Error) : AuthorizeOutcome;

    /// <summary>An answer to the client: what it asked for, or an error.</summary>
    public sealed record Reply(AuthorizeReply Answer) : AuthorizeOutcome;

    /// <summary>The sign-in page, for the request with this handle.</summary>
    public sealed record SignIn(string Handle) : AuthorizeOutcome;

    /// <summary>The page that makes an account, for the request with this handle.</summary>
    public sealed record Register(string Handle) : AuthorizeOutcome;

    /// <summary>The consent page, for the request with this handle.</summary>
    public sealed record Consent(string Handle) : AuthorizeOutcome;

    /// <summary>The request was put away; come back for it with the cookies that a cross-site POST does not carry.</summary>
    public sealed record Resume(string Handle) : AuthorizeOutcome;
}
