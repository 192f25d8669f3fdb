namespace AuthServer.Core.Authorizations;

/// <summary>What a person gave a client, as an administrator sees it.</summary>
public sealed record ListedAuthorization
{
    /// <summary>The authorization.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who gave.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Their address; null: they have none any more.</summary>
    public required string? Email { get; init; }

    /// <summary>To whom.</summary>
    public required string ClientId { get; init; }

    /// <summary>In which session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>What.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>For which APIs, where the request named them.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>When the person had last proved who they are.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last time that tokens were had for it.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>When it ends by itself if it is not used until then.</summary>
    public required DateTimeOffset RefreshExpiresAt { get; init; }

    /// <summary>When it ends by itself however it is used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended; null: it was not.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was ended, in our words.</summary>
    public required string? EndReason { get; init; }

    /// <summary>Whether new tokens can still be had for it, or its session at least lasts.</summary>
    public required bool Live { get; init; }
}
