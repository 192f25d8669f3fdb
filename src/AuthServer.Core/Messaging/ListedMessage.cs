using System.Globalization;

namespace AuthServer.Core.Messaging;

/// <summary>A message as an administrator sees it: everything but what it says.</summary>
public sealed record ListedMessage
{
    /// <summary>The message.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is about.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>Mail or text.</summary>
    public required MessageChannel Channel { get; init; }

    /// <summary>To whom: an address, or a number.</summary>
    public required string Recipient { get; init; }

    /// <summary>Whose account it is about; null: nobody's, or not known.</summary>
    public required Guid? UserId { get; init; }

    /// <summary>Where it stands.</summary>
    public required MessageState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it is not worth sending; null: it always is.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When a provider took it; null: none did.</summary>
    public required DateTimeOffset? SentAt { get; init; }

    /// <summary>How often somebody set out to send it.</summary>
    public required int Attempts { get; init; }

    /// <summary>What went wrong last, in our words; null: nothing.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it is tried next; null: never.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The recipient for eyes that need not know: the first sign and where it goes, or the last two digits.</summary>
    public string Masked => Channel is MessageChannel.Email
        ? Recipient.LastIndexOf('@') is var at and > 0 ? $"{StringInfo.GetNextTextElement(Recipient)}…{Recipient[at..]}" : "…"
        : Recipient.Length > 6 ? $"{Recipient[..3]}…{Recipient[^2..]}" : "…";
}
