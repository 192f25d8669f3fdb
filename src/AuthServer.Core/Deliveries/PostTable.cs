using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Deliveries;

/// <summary>A table of what other servers are owed. All have the same columns beside those that say what it is.</summary>
/// <param name="name">The table.</param>
/// <param name="receiver">Its column that says whom a row is for.</param>
/// <param name="content">
/// What else is read of a leased row <c>l</c>, from column 4 on, and the joins that takes: <c>l.a, b.c FROM leased l JOIN …</c>
/// </param>
internal sealed class PostTable<TPost>(string name, string receiver, string content)
{
    /// <summary>Makes one of a row and its lease.</summary>
    public required Func<NpgsqlDataReader, PostLease, TPost> Read { get; init; }

    public SweptTable Swept { get; } = new(name, due: "created_at", only: "state <> 1");

    public string Claim { get; } =
        $"""
        WITH due AS MATERIALIZED (
            SELECT id FROM {name} WHERE state = 1 AND next_attempt_at <= $1
            ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        leased AS (
            UPDATE {name} o SET attempts = o.attempts + 1, lease = o.lease + 1, lease_until = $3, next_attempt_at = $3
            FROM due WHERE o.id = due.id
            RETURNING o.*)
        SELECT l.id, l.lease, l.created_at, l.attempts, {content}
        """;

    public string Mark { get; } =
        $"""
        UPDATE {name} SET lease_until = NULL, state = $3, next_attempt_at = $4, last_error = $5, status = $6,
                          delivered_at = CASE WHEN $3 = 2 THEN $4 END
        WHERE id = $1 AND lease = $2 AND state = 1
        """;

    public string LeaveAlone { get; } =
        $"""
        UPDATE {name} SET next_attempt_at = $2 WHERE id IN (
            SELECT id FROM {name}
            WHERE {receiver} = $1 AND state = 1 AND next_attempt_at < $2 AND (lease_until IS NULL OR lease_until <= $3)
            FOR UPDATE SKIP LOCKED)
        """;
}
