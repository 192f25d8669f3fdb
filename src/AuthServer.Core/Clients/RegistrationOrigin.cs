namespace AuthServer.Core.Clients;

/// <summary>How a client made itself known.</summary>
public enum RegistrationOrigin : short
{
    /// <summary>At the registration endpoint (RFC 7591).</summary>
    Registered = 1,

    /// <summary>Its id is the address of its document (OAuth Client ID Metadata Document).</summary>
    Document = 2,
}
