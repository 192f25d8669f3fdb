namespace AuthServer.Protocol.Clients;

/// <summary>Where a client is told that somebody signed out (OIDC Front-Channel Logout §2, Back-Channel Logout §2.2).</summary>
public sealed record LogoutAddresses
{
    /// <summary><c>frontchannel_logout_uri</c>, loaded by the browser.</summary>
    public string? FrontChannel { get; init; }

    /// <summary>Whether the front channel says which session, and whose. Default false.</summary>
    public bool FrontChannelNeedsSession { get; init; }

    /// <summary><c>backchannel_logout_uri</c>, called by the server.</summary>
    public string? BackChannel { get; init; }

    /// <summary>Whether the logout token must say which session. Default false; ours always does where there is one.</summary>
    public bool BackChannelNeedsSession { get; init; }
}
