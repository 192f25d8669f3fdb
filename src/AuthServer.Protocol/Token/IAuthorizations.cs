using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Protocol.Token;

/// <summary>Authorizations at rest. Each verb is one statement that succeeds once; a DbException means that nothing
/// may leave: answer 503.</summary>
public interface IAuthorizations
{
    /// <summary>Turns a code into its authorization: one INSERT, which decides between racing requests.</summary>
    Task<Redemption> RedeemAsync(PendingAuthorization pending, Client client, CancellationToken ct);

    /// <summary>Spends a code without giving anything for it.</summary>
    Task BurnAsync(IssuedCode code, string reason, CancellationToken ct);

    /// <summary>A code came again after it had expired: ends what it gave, if it was ever redeemed.</summary>
    Task EndReplayedAsync(IssuedCode code, CancellationToken ct);

    /// <summary>Rotates: one UPDATE of the generation, which also asks whether person, session and consent still stand.</summary>
    Task<RotationResult> RotateAsync(Refresh refresh, CancellationToken ct);
}
