using AuthServer.Core.Sessions;

namespace AuthServer.Core.Authorizations;

/// <summary>A session as an administrator sees it.</summary>
public sealed record ListedSession
{
    /// <summary>The session.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Their address; null: they have none.</summary>
    public required string? Email { get; init; }

    /// <summary>Their name; null: they have none.</summary>
    public required string? Name { get; init; }

    /// <summary>A browser, or an app of ours.</summary>
    public required SessionKind Kind { get; init; }

    /// <summary>Browser and system in a few words; null: it did not say.</summary>
    public required string? Device { get; init; }

    /// <summary>How the person proved who they are (RFC 8176).</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>When they did.</summary>
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>The last request, or the last refresh of an app's tokens.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended; null: it was not.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was ended.</summary>
    public required SessionEnd? EndReason { get; init; }

    /// <summary>Whether it is still good: neither ended nor over by itself.</summary>
    public required bool Live { get; init; }

    /// <summary><c>client_id</c>s that got something in it.</summary>
    public required IReadOnlyList<string> Apps { get; init; }
}
