using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>
/// What clients are owed when sessions end. A notice is a row of the transaction that ends the session: both are there, or
/// neither is; delivering it is somebody else's business, later.
/// </summary>
public sealed class LogoutNotices(IIssuer issuer, TimeProvider clock)
{
    /// <summary>Rung after a commit.</summary>
    internal event Action? Nudged;

    /// <summary>After the commit: delivers at once, in the background. Forgotten, the notices leave seconds later.</summary>
    public void Nudge() => Nudged?.Invoke();

    /// <summary>
    /// Writes one for each client with a <c>backchannel_logout_uri</c> that the sessions gave anything to, in the
    /// transaction that is open on the connection. Also to those with <c>offline_access</c>, whose tokens live on
    /// (Back-Channel Logout §2.7), and to those whose tokens have ended: the person may be signed in there all the same.
    /// </summary>
    /// <param name="sessions">Whose rows are locked: what they gave is all committed, and they give no more.</param>
    internal async Task OweAsync(NpgsqlConnection connection, Guid[] sessions, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO logout_notices (id, client_id, user_id, session_id, issuer, created_at, next_attempt_at, attempts,
                                        lease, state)
            SELECT gen_random_uuid(), given.client_id, given.user_id, given.session_id, $2, $3, $3, 0, 0, 1
            FROM (SELECT DISTINCT client_id, user_id, session_id FROM authorizations WHERE session_id = ANY ($1)) given
            JOIN clients c ON c.client_id = given.client_id
            WHERE c.enabled AND c.document ->> 'backchannel_logout_uri' <> ''
            ON CONFLICT DO NOTHING
            """,
            connection);
        command.Parameters.AddWithValue(sessions);
        command.Parameters.AddWithValue(issuer.Url);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        Counts.Owed(await command.ExecuteNonQueryAsync(ct));
    }
}
