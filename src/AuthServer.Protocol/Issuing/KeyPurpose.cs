namespace AuthServer.Protocol.Issuing;

/// <summary>What a symmetric key of the ring is for: each has an HKDF sub-key of its own, so that nothing made for one
/// opens as another.</summary>
public enum KeyPurpose
{
    /// <summary>Authorization codes.</summary>
    Code,

    /// <summary>Opaque access tokens.</summary>
    AccessToken,

    /// <summary>The private claim inside every access token.</summary>
    AccessTokenContext,

    /// <summary>MACs of refresh tokens.</summary>
    RefreshToken,

    /// <summary>Sign-out requests on their way through the confirmation page.</summary>
    SignOut,

    /// <summary>Secrets that must be read again, such as those of clients that sign with theirs.</summary>
    StoredSecret,

    /// <summary>What messages hold until they are sent: names, codes, links.</summary>
    Message,

    /// <summary>Hashes of one-time codes.</summary>
    OneTimeCode,

    /// <summary>The cookie that names a session.</summary>
    Session,

    /// <summary>Proofs and seals of the audit log.</summary>
    Audit,
}
