using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>The section <c>Email:Smtp</c>.</summary>
internal sealed class SmtpOptions
{
    /// <summary>Without one no mail is sent; it waits.</summary>
    public string? Host { get; set; }

    /// <summary>Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Default <see cref="SmtpSecurity.StartTls"/>; never less than what is said here.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Signs in with it; null or empty: does not sign in.</summary>
    public string? User { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }

    /// <summary>The longest that connecting, and then each mail, may take. Default 10 s.</summary>
    public Duration Timeout { get; set; } = Duration.Seconds(10);

    /// <summary>No member is shown: one is a secret.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
