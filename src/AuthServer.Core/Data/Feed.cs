namespace AuthServer.Core.Data;

/// <summary>What a line of the feed tells every node.</summary>
public enum FeedKind : short
{
    /// <summary>Key: a <c>jti</c>.</summary>
    TokenRevoked = 1,

    /// <summary>Key: an authorization's id.</summary>
    AuthorizationRevoked = 2,

    /// <summary>Key: a session's id.</summary>
    SessionRevoked = 3,

    /// <summary>Key: a user's id; everything of a lower epoch is dead.</summary>
    UserRevoked = 4,

    /// <summary>Key: a client_id; everything of a lower epoch is dead.</summary>
    ClientRevoked = 5,

    /// <summary>Key: user id, a space, client_id.</summary>
    UserAndClientRevoked = 6,

    /// <summary>No key; everything of a lower global epoch is dead.</summary>
    AllRevoked = 7,

    /// <summary>Key: a user's id whose cached state is stale.</summary>
    UserChanged = 20,

    /// <summary>Key: a client_id whose cached state is stale.</summary>
    ClientChanged = 21,

    /// <summary>The scopes are stale.</summary>
    ScopesChanged = 22,

    /// <summary>The branding is stale.</summary>
    BrandingChanged = 23,

    /// <summary>The key ring is stale.</summary>
    KeysChanged = 24,
}

/// <summary>A line of the feed.</summary>
/// <param name="Until">From then on it no longer matters: what it revokes has expired by itself.</param>
public sealed record FeedEntry(FeedKind Kind, string Key, long Epoch, DateTimeOffset Until);

/// <summary>A memory that the feed keeps current. Called on one thread, in any order, the same entry maybe twice.</summary>
public interface IFeedListener
{
    /// <summary>Takes one line.</summary>
    void Apply(FeedEntry entry);

    /// <summary>Lines may have been missed: forget everything that was cached.</summary>
    void Forget();
}
