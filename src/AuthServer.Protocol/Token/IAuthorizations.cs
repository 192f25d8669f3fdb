using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Token;

/// <summary>How redeeming a code ended.</summary>
public enum Redemption
{
    /// <summary>This call made the authorization.</summary>
    First,

    /// <summary>The code was used before; what it gave has just been ended (RFC 6749 §4.1.2).</summary>
    Replayed,

    /// <summary>The person, the session or the consent has ended since the code was issued.</summary>
    Ended,
}

/// <summary>How offering a refresh token ended. Only <see cref="Reused"/> ended anything.</summary>
public enum Rotation
{
    /// <summary>Rotated, or kept where the client's tokens do not rotate: the answer holds the authorization.</summary>
    Good,

    /// <summary>Unknown, expired, ended, another client's, or more than the client may have now.</summary>
    Refused,

    /// <summary>Asks for a scope that was not given.</summary>
    ScopeTooWide,

    /// <summary>Used before and out of its grace: the authorization has just ended (RFC 9700 §4.14.2).</summary>
    Reused,

    /// <summary>Of a generation that the row has not reached: the database is an old copy. An alarm, no end.</summary>
    AheadOfRow,
}

/// <summary>What <see cref="IAuthorizations.RotateAsync"/> found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Authorization">With <see cref="Rotation.Good"/>.</param>
/// <param name="Seed">With <see cref="Rotation.Good"/>: the row's seed.</param>
/// <param name="Generation">With <see cref="Rotation.Good"/>: of the token to give.</param>
/// <param name="KeyId">With <see cref="Rotation.Good"/>: of the token to give.</param>
public sealed record RotationResult(
    Rotation Outcome, Authorization? Authorization, byte[] Seed, int Generation, uint KeyId);

/// <summary>A refresh, ready for its one statement.</summary>
/// <param name="Token">Whose MAC was good.</param>
/// <param name="Client">Who offers it.</param>
/// <param name="Asked">A narrowed scope; empty: all.</param>
/// <param name="KeyId">The key for the successor.</param>
public sealed record Refresh(RefreshToken Token, Client Client, ScopeSet Asked, uint KeyId);

/// <summary>Authorizations at rest. Each verb is one statement that succeeds once; a DbException means that nothing
/// may leave: answer 503.</summary>
public interface IAuthorizations
{
    /// <summary>Turns a code into its authorization: one INSERT, which decides between racing requests.</summary>
    Task<Redemption> RedeemAsync(PendingRedemption pending, Client client, CancellationToken ct);

    /// <summary>Spends a code without giving anything for it.</summary>
    Task BurnAsync(IssuedCode code, string reason, CancellationToken ct);

    /// <summary>A code came again after it had expired: ends what it gave, if it was ever redeemed.</summary>
    Task EndReplayedAsync(IssuedCode code, CancellationToken ct);

    /// <summary>Rotates: one UPDATE of the generation, which also asks whether person, session and consent still stand.</summary>
    Task<RotationResult> RotateAsync(Refresh refresh, CancellationToken ct);
}
