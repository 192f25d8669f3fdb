using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>One of our access tokens, opened and verified; whether it is revoked is another question.</summary>
public sealed record AccessToken
{
    /// <summary><c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>sub</c>.</summary>
    public required string Subject { get; init; }

    /// <summary><c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary><c>aud</c>.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary><c>scope</c>.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary><c>iat</c>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary><c>exp</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null for a client by itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Null for a client by itself.</summary>
    public Guid? AuthorizationId { get; init; }

    /// <summary>Null for a client by itself.</summary>
    public Guid? SessionId { get; init; }

    /// <summary><c>sid</c>: what its client calls the session. Null for a client by itself.</summary>
    public Guid? ShownSessionId { get; init; }

    /// <summary><c>auth_time</c>: when the person last proved who they are; null for a client by itself.</summary>
    public DateTimeOffset? AuthTime { get; init; }

    /// <summary><c>acr</c>; null where the client did not ask to hear of it.</summary>
    public string? Acr { get; init; }

    /// <summary>Claims of the person that the client asked userinfo for by name.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>At the time of issue.</summary>
    public Epochs Epochs { get; init; }
}
