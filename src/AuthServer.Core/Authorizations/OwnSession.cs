using AuthServer.Core.Sessions;

namespace AuthServer.Core.Authorizations;

/// <summary>A place where a person is signed in, as the person sees it.</summary>
public sealed record OwnSession
{
    /// <summary>The session.</summary>
    public required Guid Id { get; init; }

    /// <summary>A browser, or an app of ours.</summary>
    public required SessionKind Kind { get; init; }

    /// <summary>Browser and system in a few words; null: it did not say.</summary>
    public required string? Device { get; init; }

    /// <summary>When the person proved who they are.</summary>
    public required DateTimeOffset SignedInAt { get; init; }

    /// <summary>The last request, or the last refresh of an app's tokens.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary><c>client_id</c>s that got something in it and still have it.</summary>
    public required IReadOnlyList<string> Apps { get; init; }
}
