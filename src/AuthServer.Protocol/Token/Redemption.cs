namespace AuthServer.Protocol.Token;

/// <summary>How redeeming a code ended.</summary>
public enum Redemption
{
    /// <summary>This call made the authorization.</summary>
    First,

    /// <summary>The code was used before; what it gave has just been ended (RFC 6749 §4.1.2).</summary>
    Replayed,

    /// <summary>The person, the session or the consent has ended since the code was issued.</summary>
    Ended,
}
