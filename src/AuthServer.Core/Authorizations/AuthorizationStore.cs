using AuthServer.Core.Revocations;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Authorizations in PostgreSQL.</summary>
public sealed class AuthorizationStore(
    NpgsqlDataSource database, RevocationStore revocations, AuthorizationEnd end, Lifetimes lifetimes, TimeProvider clock,
    ILogger<AuthorizationStore> log) : IAuthorizations, IGivenAuthorizations
{
    private readonly AuthorizationInsert _insert = new(database, lifetimes, clock);
    private readonly TokenRotation _rotation = new(database, lifetimes, clock);

    /// <inheritdoc/>
    public async Task<Redemption> RedeemAsync(PendingAuthorization pending, Client client, CancellationToken ct)
    {
        var outcome = await InsertAsync(pending, client, client.RequireConsent, ct);
        Counts.Redeemed(outcome);
        if (outcome == Redemption.Replayed && pending.Authorization.Id is { } id)
            await EndReplayedAsync(id, client.Id, ct);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<bool> GiveAsync(PendingAuthorization pending, Client client, CancellationToken ct) =>
        await InsertAsync(pending, client, needsConsent: false, ct) == Redemption.First;

    /// <inheritdoc/>
    public Task EndReplayedAsync(IssuedCode code, CancellationToken ct) =>
        EndReplayedAsync(code.AuthorizationId, code.ClientId, ct);

    /// <inheritdoc/>
    public Task BurnAsync(IssuedCode code, string reason, CancellationToken ct)
    {
        Log.CodeBurnt(log, code.AuthorizationId, code.ClientId, reason);
        return end.BurnAsync(code, ct);
    }

    /// <inheritdoc/>
    public async Task<RotationResult> RotateAsync(Refresh refresh, CancellationToken ct)
    {
        await revocations.EnsureFreshAsync(ct);
        var result = await _rotation.RotateAsync(refresh, revocations.ServerEpoch);
        if (result.Outcome == Rotation.AheadOfRow)
            Log.TokenAheadOfRow(log, refresh.Token.AuthorizationId, refresh.Token.Generation);
        if (result.Outcome == Rotation.Reused)
        {
            Counts.RefreshTokenReused();
            Log.TokenReused(log, refresh.Token.AuthorizationId, refresh.Client.Id, refresh.Token.Generation);
            await EndAsync(refresh.Token.AuthorizationId, refresh.Client.Id, EndReasons.RefreshTokenReused, ct);
        }

        return result;
    }

    /// <inheritdoc/>
    public async Task<(Authorization Authorization, DateTimeOffset ExpiresAt)?> FindAsync(
        RefreshToken token, Client client, CancellationToken ct)
    {
        await revocations.EnsureFreshAsync(ct);
        return await _rotation.LookAsync(token, client, revocations.ServerEpoch, ct);
    }

    /// <inheritdoc/>
    public Task EndAsync(Guid authorizationId, string clientId, string reason, CancellationToken ct) =>
        end.RunAsync(authorizationId, clientId, reason, ct);

    private async Task<Redemption> InsertAsync(
        PendingAuthorization pending, Client client, bool needsConsent, CancellationToken ct)
    {
        await revocations.EnsureFreshAsync(ct);
        return pending.Authorization.Epochs.Server < revocations.ServerEpoch
            ? Redemption.Ended
            : await _insert.RunAsync(pending, client, needsConsent);
    }

    private async Task EndReplayedAsync(Guid authorizationId, string clientId, CancellationToken ct)
    {
        if (await end.RunAsync(authorizationId, clientId, EndReasons.CodeReplayed, ct) is not null)
            Log.CodeReplayed(log, authorizationId, clientId);
    }
}
