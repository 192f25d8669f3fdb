namespace AuthServer.Protocol.Token;

/// <summary>How offering a refresh token ended. Only <see cref="Reused"/> ended anything.</summary>
public enum Rotation
{
    /// <summary>Rotated, or kept where the client's tokens do not rotate: the answer holds the authorization.</summary>
    Good,

    /// <summary>Unknown, expired, ended, another client's, or more than the client may have now.</summary>
    Refused,

    /// <summary>Asks for a scope that was not given.</summary>
    ScopeTooWide,

    /// <summary>Used before and out of its grace: the authorization has just ended (RFC 9700 §4.14.2).</summary>
    Reused,

    /// <summary>Of a generation that the row has not reached: the database is an old copy. An alarm, no end.</summary>
    AheadOfRow,
}
