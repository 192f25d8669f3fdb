using AuthServer.Core.Messaging.Transports;

namespace AuthServer.Core.Messaging;

/// <summary>The section <c>Email</c>.</summary>
internal sealed class EmailOptions
{
    /// <summary>Default <see cref="EmailTransport.Smtp"/>; the host says <see cref="EmailTransport.Pickup"/> in Development.</summary>
    public EmailTransport Transport { get; set; } = EmailTransport.Smtp;

    /// <summary>The sender's address. Default <c>no-reply@</c> the host of the issuer.</summary>
    public string? From { get; set; }

    /// <summary>The sender's name. Default: the brand's.</summary>
    public string? FromName { get; set; }

    /// <summary>Where mails are put. Default <c>.data/mail</c> where the server was started.</summary>
    public string PickupDirectory { get; set; } = Path.Combine(".data", "mail");

    /// <summary>The section <c>Email:Smtp</c>.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>What is right of the @ in <see cref="From"/>: Message-IDs are named after it, and we greet with it.</summary>
    public string Domain => From?.Split('@')[^1] is { Length: > 0 } domain ? domain : "localhost";
}
