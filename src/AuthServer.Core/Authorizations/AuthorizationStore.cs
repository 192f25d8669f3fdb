using AuthServer.Core.Data;
using AuthServer.Core.Revocations;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Authorizations in PostgreSQL.</summary>
public sealed class AuthorizationStore(
    NpgsqlDataSource database, FeedReader feed, RevocationMemory revocations, Lifetimes lifetimes, TimeProvider clock,
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
    public async Task BurnAsync(IssuedCode code, string reason, CancellationToken ct)
    {
        Log.CodeBurnt(log, code.AuthorizationId, code.ClientId, reason);
        await using var command = database.CreateCommand(
            $$"""
            INSERT INTO authorizations ({{AuthorizationInsert.Columns}}, ended_at, end_reason)
            VALUES ($1, $1, $2, $3, $4, '{}', '{}', $5, '{}', '', 0, 0, $6, $6, $6, $6, $6, 0, 0, 0, NULL, NULL, $6, 'code_burnt')
            ON CONFLICT (id) DO NOTHING
            """);
        command.Parameters.AddWithValue(code.AuthorizationId);
        command.Parameters.AddWithValue(code.UserId);
        command.Parameters.AddWithValue(code.ClientId);
        command.Parameters.AddWithValue(code.SessionId);
        command.Parameters.AddWithValue(code.AuthTime);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<RotationResult> RotateAsync(Refresh refresh, CancellationToken ct)
    {
        await feed.EnsureFreshAsync(ct);
        var result = await _rotation.RotateAsync(refresh, revocations.ServerEpoch);
        if (result.Outcome == Rotation.AheadOfRow)
            Log.TokenAheadOfRow(log, refresh.Token.AuthorizationId, refresh.Token.Generation);
        if (result.Outcome == Rotation.Reused)
        {
            Counts.RefreshTokenReused();
            Log.TokenReused(log, refresh.Token.AuthorizationId, refresh.Client.Id, refresh.Token.Generation);
            await EndAsync(refresh.Token.AuthorizationId, refresh.Client.Id, "refresh_token_reused", ct);
        }

        return result;
    }

    /// <inheritdoc/>
    public async Task<(Authorization Authorization, DateTimeOffset ExpiresAt)?> FindAsync(
        RefreshToken token, Client client, CancellationToken ct)
    {
        await feed.EnsureFreshAsync(ct);
        return await _rotation.LookAsync(token, client, revocations.ServerEpoch, ct);
    }

    /// <inheritdoc/>
    public Task EndAsync(Guid authorizationId, string clientId, string reason, CancellationToken ct) =>
        TryEndAsync(authorizationId, clientId, reason, ct);

    /// <summary>Ends any client's authorization, for an administrator.</summary>
    /// <returns>What the nodes read of it; null: there is none, or it had ended before.</returns>
    public Task<FeedEntry?> EndAsync(Guid authorizationId, CancellationToken ct) =>
        TryEndAsync(authorizationId, null, EndReasons.Revoked, ct);

    private async Task<Redemption> InsertAsync(
        PendingAuthorization pending, Client client, bool needsConsent, CancellationToken ct)
    {
        await feed.EnsureFreshAsync(ct);
        return pending.Authorization.Epochs.Server < revocations.ServerEpoch
            ? Redemption.Ended
            : await _insert.RunAsync(pending, client, needsConsent);
    }

    private async Task EndReplayedAsync(Guid authorizationId, string clientId, CancellationToken ct)
    {
        if (await TryEndAsync(authorizationId, clientId, "code_replayed", ct) is not null)
            Log.CodeReplayed(log, authorizationId, clientId);
    }

    /// <returns>Null: there is none, it is another client's, or it had ended before.</returns>
    private async Task<FeedEntry?> TryEndAsync(Guid authorizationId, string? clientId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var entry = new FeedEntry(
            FeedKind.AuthorizationRevoked, authorizationId.ToString(), 0, RevocationHorizon.From(now, lifetimes));
        // One statement: the end and what tells the nodes of it are never seen apart.
        await using var command = database.CreateCommand(
            """
            WITH ended AS (
                UPDATE authorizations SET ended_at = $3, end_reason = $4
                WHERE id = $1 AND ($2 IS NULL OR client_id = $2) AND ended_at IS NULL RETURNING 1)
            INSERT INTO feed (kind, key, epoch, until) SELECT $5, $6, 0, $7 FROM ended RETURNING id
            """);
        command.Parameters.AddWithValue(authorizationId);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = clientId });
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(reason);
        command.Parameters.AddWithValue((short)entry.Kind);
        command.Parameters.AddWithValue(entry.Key);
        command.Parameters.AddWithValue(entry.Until);
        if (await command.ExecuteScalarAsync(ct) is not long id)
            return null;
        feed.Apply(entry);
        return entry with { Id = id };
    }
}
