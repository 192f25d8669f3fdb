using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>What a person gave a client (or what a client may do by itself): all that tokens are made from.</summary>
public sealed record Authorization
{
    /// <summary>The row's id; null for client credentials, which have no row.</summary>
    public Guid? Id { get; init; }

    /// <summary>The person; null for a client by itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary><c>sub</c>: the user's id until <see cref="SubjectIds"/> says what the client calls it; the client's for a
    /// client by itself (RFC 9068 §2.2).</summary>
    public required string Subject { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>The session it was given in; null for a client by itself.</summary>
    public Guid? SessionId { get; init; }

    /// <summary><c>sid</c>: the session's id, where the client does not have one of its own for it.</summary>
    public Guid? ShownSessionId { get => field ?? SessionId; init; }

    /// <summary>Every scope given. A narrowed refresh does not change it.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary>The <c>resource</c> values asked for (RFC 8707); empty: derived from the scopes.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>When the person last proved who they are.</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary>How (RFC 8176).</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary><c>acr</c>, where the client asked to hear of it.</summary>
    public string? Acr { get; init; }

    /// <summary>Claims that the client asked for by name.</summary>
    public AskedClaims Claims { get; init; } = AskedClaims.None;

    /// <summary>The epochs at the time of the authorization; a lower one than now is dead.</summary>
    public Epochs Epochs { get; init; }
}
