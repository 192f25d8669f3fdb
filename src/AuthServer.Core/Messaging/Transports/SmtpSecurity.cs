namespace AuthServer.Core.Messaging.Transports;

/// <summary>How the connection to a submission server is protected.</summary>
internal enum SmtpSecurity
{
    /// <summary>Not at all: for a server on the same machine.</summary>
    None,

    /// <summary>STARTTLS, or no mail (RFC 3207).</summary>
    StartTls,

    /// <summary>From the first byte (RFC 8314; port 465 as a rule).</summary>
    Tls,
}
