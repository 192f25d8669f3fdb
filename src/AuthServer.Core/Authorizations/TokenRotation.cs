using AuthServer.Core.Data;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Token;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>
/// The UPDATE that rotates refresh tokens, those that come at the same time in one statement. It locks the rows, judges what
/// it then sees, and moves a generation on only where the judgement is good: a hundred at once are one rotation, and
/// ninety-nine that get its result.
/// </summary>
internal sealed class TokenRotation
{
    private const string Wanted =
        """
        wanted AS MATERIALIZED (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bigint[], $6::text[], $7::boolean[],
                $8::text[], $9::boolean[], $10::timestamptz[], $11::bigint[])
            AS w (wanted_id, by_client, offered, proof, epoch_of_client, client_scopes, needs_consent, asked, rotates, until,
                new_key))
        """;

    /// <summary>The order is the order of blame: only a wrong generation, which comes last, can end anything.</summary>
    private const string Judgement =
        """
        CASE
            WHEN a.client_id <> by_client OR substring(sha256(a.seed || int4send(offered)) FOR 16) <> proof THEN 'refused'
            WHEN a.ended_at IS NOT NULL OR a.expires_at <= $12 OR a.refresh_expires_at <= $12 THEN 'refused'
            WHEN a.client_epoch < epoch_of_client OR a.server_epoch < $13 OR NOT a.scopes <@ string_to_array(client_scopes, ' ')
                THEN 'refused'
            WHEN NOT EXISTS (SELECT 1 FROM users u WHERE u.id = a.user_id AND u.enabled AND u.epoch <= a.user_epoch) THEN 'refused'
            WHEN EXISTS (SELECT 1 FROM sessions s WHERE s.id = a.session_id AND s.end_reason >= $14) THEN 'refused'
            WHEN needs_consent AND NOT EXISTS (SELECT 1 FROM consents c
                WHERE c.user_id = a.user_id AND c.client_id = a.client_id AND a.scopes <@ c.scopes) THEN 'refused'
            WHEN NOT string_to_array(asked, ' ') <@ a.scopes THEN 'wide'
            WHEN offered > a.generation THEN 'ahead'
            WHEN offered = a.generation THEN CASE WHEN rotates THEN 'rotate' ELSE 'keep' END
            WHEN offered = a.generation - 1 AND a.rotated_at > $15 THEN 'again'
            WHEN offered = a.generation - 2 AND a.previously_rotated_at > $15 THEN 'refused'
            ELSE 'reused'
        END AS verdict
        """;

    private const string Columns =
        """
        id, verdict, user_id, session_id, scopes, resources, auth_time, methods, user_epoch, client_epoch, server_epoch, seed,
        generation, key_id, acr, claims, refresh_expires_at
        """;

    private const string RotateSql =
        $"""
        WITH {Wanted},
        locked AS MATERIALIZED (SELECT * FROM authorizations WHERE id = ANY ($1) FOR UPDATE),
        judged AS MATERIALIZED (SELECT a.*, until, new_key, {Judgement} FROM locked a JOIN wanted ON wanted_id = a.id),
        used AS (
            UPDATE authorizations t SET refresh_expires_at = least(t.expires_at, j.until),
                generation = CASE j.verdict WHEN 'rotate' THEN t.generation + 1 ELSE t.generation END,
                previously_rotated_at = CASE j.verdict WHEN 'rotate' THEN t.rotated_at ELSE t.previously_rotated_at END,
                rotated_at = CASE j.verdict WHEN 'rotate' THEN $12 ELSE t.rotated_at END,
                key_id = CASE j.verdict WHEN 'rotate' THEN j.new_key ELSE t.key_id END
            FROM judged j WHERE t.id = j.id AND j.verdict IN ('rotate', 'keep'))
        SELECT {Columns} FROM judged
        """;

    // A row that somebody has locked is left out, and waits alone.
    private static readonly string TogetherSql = RotateSql.Replace("FOR UPDATE", "FOR UPDATE SKIP LOCKED", StringComparison.Ordinal);

    private const string LookSql =
        $"WITH {Wanted} SELECT {Columns} FROM (SELECT a.*, {Judgement} FROM authorizations a JOIN wanted ON wanted_id = a.id) judged";

    private readonly NpgsqlDataSource _database;
    private readonly Lifetimes _lifetimes;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Asked, RotationResult> _together;

    public TokenRotation(NpgsqlDataSource database, Lifetimes lifetimes, TimeProvider clock)
    {
        (_database, _lifetimes, _clock) = (database, lifetimes, clock);
        _together = new(
            asked => RotateAsync(TogetherSql, asked), RotateAloneAsync, a => a.Refresh.Token.AuthorizationId);
    }

    /// <summary>Rotates, with others that come at the same time.</summary>
    public Task<RotationResult> RotateAsync(Refresh refresh, long serverEpoch) =>
        _together.RunAsync(new Asked(refresh, serverEpoch));

    /// <summary>The same judgement, and nothing done about it.</summary>
    public async Task<(Authorization, DateTimeOffset)?> LookAsync(
        RefreshToken token, Client client, long serverEpoch, CancellationToken ct)
    {
        await using var command = _database.CreateCommand(LookSql);
        Bind(command, [new Asked(new Refresh(token, client, ScopeSet.Empty, 0), serverEpoch)]);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct) || row.GetString(1) is not ("rotate" or "keep" or "again"))
            return null;
        return (Read(row, client.Id), row.GetFieldValue<DateTimeOffset>(16));
    }

    private async Task<RotationResult> RotateAloneAsync(Asked asked) =>
        (await RotateAsync(RotateSql, [asked])).Values.SingleOrDefault(Bad(Rotation.Refused));

    /// <summary>By id, what became of the rows that it found.</summary>
    private async Task<IReadOnlyDictionary<Guid, RotationResult>> RotateAsync(string sql, IReadOnlyList<Asked> asked)
    {
        await using var command = _database.CreateCommand(sql);
        Bind(command, asked);
        var found = new Dictionary<Guid, RotationResult>(asked.Count);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var id = row.GetGuid(0);
            found[id] = ResultOf(row, asked.First(a => a.Refresh.Token.AuthorizationId == id).Refresh);
        }

        return found;
    }

    private static RotationResult ResultOf(NpgsqlDataReader row, Refresh refresh) => row.GetString(1) switch
    {
        "rotate" => Good(row, refresh, row.GetInt32(12) + 1, refresh.KeyId),
        "keep" or "again" => Good(row, refresh, row.GetInt32(12), (uint)row.GetInt64(13)),
        "wide" => Bad(Rotation.ScopeTooWide),
        "ahead" => Bad(Rotation.AheadOfRow),
        "reused" => Bad(Rotation.Reused),
        _ => Bad(Rotation.Refused),
    };

    // Names of scopes have no spaces (RFC 6749 §3.3).
    private void Bind(NpgsqlCommand command, IReadOnlyList<Asked> asked)
    {
        var now = _clock.GetUtcNow();
        Add(a => a.Refresh.Token.AuthorizationId);
        Add(a => a.Client.Id);
        Add(a => a.Refresh.Token.Generation);
        Add(a => a.Refresh.Token.Proof);
        Add(a => a.Client.Epoch);
        Add(a => string.Join(' ', a.Client.Scopes));
        // Whoever signs in inside an app of ours is asked nothing on top; taking its consent back ends what it has.
        Add(a => a.Client is { RequireConsent: true, FirstParty: false });
        Add(a => string.Join(' ', a.Refresh.Asked));
        Add(a => a.Client.RotateRefreshTokens || a.Client.IsPublic);
        Add(a => now + (a.Client.RefreshTokenLifetime ?? _lifetimes.RefreshToken));
        Add(a => (long)a.Refresh.KeyId);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = asked.Max(a => a.ServerEpoch) });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)SessionEnd.Revoked });
        // Without a grace nothing is inside it, not even what races within one instant or under a clock that is ahead.
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>
        {
            TypedValue = _lifetimes.RefreshGrace > TimeSpan.Zero ? now - _lifetimes.RefreshGrace : DateTimeOffset.MaxValue,
        });

        void Add<T>(Func<Asked, T> value) => command.AddColumn(asked, value);
    }

    private static RotationResult Good(NpgsqlDataReader row, Refresh refresh, int generation, uint keyId) => new(
        Rotation.Good, Read(row, refresh.Client.Id), row.GetFieldValue<byte[]>(11), generation, keyId);

    private static RotationResult Bad(Rotation outcome) => new(outcome, null, [], 0, 0);

    private static Authorization Read(NpgsqlDataReader row, string clientId) => new()
    {
        Id = row.GetGuid(0),
        UserId = row.GetGuid(2),
        Subject = row.GetGuid(2).ToString(),
        ClientId = clientId,
        SessionId = row.GetGuid(3),
        Scopes = ScopeSet.Of(row.GetFieldValue<string[]>(4)),
        Resources = row.GetFieldValue<string[]>(5),
        AuthTime = row.GetFieldValue<DateTimeOffset>(6),
        Methods = row.GetFieldValue<string[]>(7),
        Acr = row.IsDBNull(14) ? null : row.GetString(14),
        Claims = AskedClaims.Parse(row.IsDBNull(15) ? null : row.GetString(15)),
        Epochs = new Protocol.Issuing.Epochs(row.GetInt64(8), row.GetInt64(9), row.GetInt64(10)),
    };

    private sealed record Asked(Refresh Refresh, long ServerEpoch)
    {
        public Client Client => Refresh.Client;
    }
}
