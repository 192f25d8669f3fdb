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

    /// <summary>The ways to register, or the members that profiles have, are stale.</summary>
    AccountSchemaChanged = 25,

    /// <summary>Key: the id of a session that is over for its browser. Tokens of it may live on.</summary>
    SessionEnded = 26,

    /// <summary>The webhooks are stale.</summary>
    WebhooksChanged = 30,

    /// <summary>Key: a client_id of which everything is recorded until then.</summary>
    RecordingStarted = 40,
}
