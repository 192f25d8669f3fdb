using AuthServer.Core.Sessions;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// The UPDATE that rotates a refresh token. It locks the row, judges what it then sees, and moves the generation on only
/// where the judgement is good: a hundred at once are one rotation, and ninety-nine that get its result.
/// </summary>
internal sealed class TokenRotation(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
{
    /// <summary>The order is the order of blame: only a wrong generation, which comes last, can end anything.</summary>
    private const string Judgement =
        """
        CASE
            WHEN a.client_id <> $2 OR substring(sha256(a.seed || int4send($3)) FOR 16) <> $4 THEN 'refused'
            WHEN a.ended_at IS NOT NULL OR a.expires_at <= $5 OR a.refresh_expires_at <= $5 THEN 'refused'
            WHEN a.client_epoch < $6 OR a.server_epoch < $7 OR NOT a.scopes <@ $8 THEN 'refused'
            WHEN NOT EXISTS (SELECT 1 FROM users u WHERE u.id = a.user_id AND u.enabled AND u.epoch <= a.user_epoch) THEN 'refused'
            WHEN EXISTS (SELECT 1 FROM sessions s WHERE s.id = a.session_id AND s.end_reason >= $9) THEN 'refused'
            WHEN $10 AND NOT EXISTS (SELECT 1 FROM consents c
                WHERE c.user_id = a.user_id AND c.client_id = a.client_id AND a.scopes <@ c.scopes) THEN 'refused'
            WHEN NOT $11 <@ a.scopes THEN 'wide'
            WHEN $3 > a.generation THEN 'ahead'
            WHEN $3 = a.generation THEN CASE WHEN $12 THEN 'rotate' ELSE 'keep' END
            WHEN $3 = a.generation - 1 AND a.rotated_at > $13 THEN 'again'
            WHEN $3 = a.generation - 2 AND a.previously_rotated_at > $13 THEN 'refused'
            ELSE 'reused'
        END
        """;

    private const string Columns =
        """
        user_id, session_id, scopes, resources, auth_time, methods, user_epoch, client_epoch, server_epoch, seed, generation, key_id,
        acr, claims
        """;

    private const string RotateSql =
        $"""
        WITH judged AS MATERIALIZED (
            SELECT a.*, {Judgement} AS verdict
            FROM (SELECT * FROM authorizations WHERE id = $1 FOR UPDATE) a),
        used AS (
            UPDATE authorizations t SET refresh_expires_at = least(t.expires_at, $14),
                generation = CASE j.verdict WHEN 'rotate' THEN t.generation + 1 ELSE t.generation END,
                previously_rotated_at = CASE j.verdict WHEN 'rotate' THEN t.rotated_at ELSE t.previously_rotated_at END,
                rotated_at = CASE j.verdict WHEN 'rotate' THEN $5 ELSE t.rotated_at END,
                key_id = CASE j.verdict WHEN 'rotate' THEN $15 ELSE t.key_id END
            FROM judged j WHERE t.id = j.id AND j.verdict IN ('rotate', 'keep'))
        SELECT verdict, {Columns}, refresh_expires_at FROM judged
        """;

    private const string LookSql =
        $"SELECT {Judgement} AS verdict, {Columns}, refresh_expires_at FROM authorizations a WHERE id = $1";

    /// <summary>Rotates; one round trip.</summary>
    public async Task<RotationResult> RotateAsync(Refresh refresh, long serverEpoch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(RotateSql);
        var now = Bind(command, refresh.Token, refresh.Client, refresh.Asked, serverEpoch);
        Add(command, now + (refresh.Client.RefreshTokenLifetime ?? lifetimes.RefreshToken));
        Add(command, (long)refresh.KeyId);
        await using var row = await command.ExecuteReaderAsync(ct);
        var verdict = await row.ReadAsync(ct) ? row.GetString(0) : "refused";
        return verdict switch
        {
            "rotate" => Good(row, refresh, row.GetInt32(11) + 1, refresh.KeyId),
            "keep" or "again" => Good(row, refresh, row.GetInt32(11), (uint)row.GetInt64(12)),
            "wide" => Bad(Rotation.ScopeTooWide),
            "ahead" => Bad(Rotation.AheadOfRow),
            "reused" => Bad(Rotation.Reused),
            _ => Bad(Rotation.Refused),
        };
    }

    /// <summary>The same judgement, and nothing done about it.</summary>
    public async Task<(Authorization, DateTimeOffset)?> LookAsync(
        RefreshToken token, Client client, long serverEpoch, CancellationToken ct)
    {
        await using var command = database.CreateCommand(LookSql);
        Bind(command, token, client, ScopeSet.Empty, serverEpoch);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct) || row.GetString(0) is not ("rotate" or "keep" or "again"))
            return null;
        return (Read(row, token.AuthorizationId, client.Id), row.GetFieldValue<DateTimeOffset>(15));
    }

    private DateTimeOffset Bind(
        NpgsqlCommand command, RefreshToken token, Client client, ScopeSet asked, long serverEpoch)
    {
        var now = clock.GetUtcNow();
        Add(command, token.AuthorizationId);
        Add(command, client.Id);
        Add(command, token.Generation);
        Add(command, token.Proof);
        Add(command, now);
        Add(command, client.Epoch);
        Add(command, serverEpoch);
        Add(command, client.Scopes.ToArray());
        Add(command, (short)SessionEnd.Revoked);
        // Whoever signs in inside an app of ours is asked nothing on top; taking its consent back ends what it has.
        Add(command, client is { RequireConsent: true, FirstParty: false });
        Add(command, asked.ToArray());
        Add(command, client.RotateRefreshTokens || client.IsPublic);
        // Without a grace nothing is inside it, not even what races within one instant or under a clock that is ahead.
        Add(command, lifetimes.RefreshGrace > TimeSpan.Zero ? now - lifetimes.RefreshGrace : DateTimeOffset.MaxValue);
        return now;
    }

    private static RotationResult Good(NpgsqlDataReader row, Refresh refresh, int generation, uint keyId) => new(
        Rotation.Good, Read(row, refresh.Token.AuthorizationId, refresh.Client.Id), row.GetFieldValue<byte[]>(10), generation, keyId);

    private static RotationResult Bad(Rotation outcome) => new(outcome, null, [], 0, 0);

    private static Authorization Read(NpgsqlDataReader row, Guid id, string clientId) => new()
    {
        Id = id,
        UserId = row.GetGuid(1),
        Subject = row.GetGuid(1).ToString(),
        ClientId = clientId,
        SessionId = row.GetGuid(2),
        Scopes = ScopeSet.Of(row.GetFieldValue<string[]>(3)),
        Resources = row.GetFieldValue<string[]>(4),
        AuthTime = row.GetFieldValue<DateTimeOffset>(5),
        Methods = row.GetFieldValue<string[]>(6),
        Acr = row.IsDBNull(13) ? null : row.GetString(13),
        Claims = AskedClaims.Parse(row.IsDBNull(14) ? null : row.GetString(14)),
        Epochs = new Epochs(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9)),
    };

    private static void Add<T>(NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
