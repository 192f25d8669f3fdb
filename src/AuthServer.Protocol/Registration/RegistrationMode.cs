namespace AuthServer.Protocol.Registration;

/// <summary>Who may register a client.</summary>
public enum RegistrationMode
{
    /// <summary>Whoever has an initial access token (RFC 7591 §3). The default.</summary>
    Token,

    /// <summary>Anybody.</summary>
    Open,

    /// <summary>Nobody: the endpoint is not there.</summary>
    Off,
}
