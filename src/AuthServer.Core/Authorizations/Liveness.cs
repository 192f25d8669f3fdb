using AuthServer.Core.Sessions;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Whether what a list shows is still good, as SQL; <see cref="Bind"/> gives it its first four parameters.</summary>
internal static class Liveness
{
    /// <summary>Of a session <c>s</c> and its user <c>u</c>. An app's sign-in lasts as long as its refresh tokens.</summary>
    public const string OfSession =
        """
        (s.ended_at IS NULL AND u.enabled AND u.epoch <= s.user_epoch
         AND ((s.expires_at > $1 AND CASE WHEN s.remembered THEN s.created_at > $2
                 ELSE s.created_at > $3 AND (s.kind = 2 OR s.last_seen_at > $4) END)
              OR (s.kind = 2 AND EXISTS (
                 SELECT FROM authorizations a WHERE a.session_id = s.id AND a.ended_at IS NULL AND a.refresh_expires_at > $1
                   AND 'offline_access' = ANY (a.scopes)))))
        """;

    /// <summary>
    /// Of an authorization <c>a</c>, its user <c>u</c> and its session <c>s</c>: the session's end is the end of what has no
    /// <c>offline_access</c>.
    /// </summary>
    public const string OfAuthorization =
        $"""
        (a.ended_at IS NULL AND u.enabled AND u.epoch <= a.user_epoch AND a.refresh_expires_at > $1
         AND ('offline_access' = ANY (a.scopes) OR {OfSession}))
        """;

    /// <summary>Adds $1 to $4.</summary>
    public static void Bind(NpgsqlParameterCollection parameters, SessionOptions options, DateTimeOffset now)
    {
        parameters.AddWithValue(now);
        parameters.AddWithValue(now - options.RememberLifetime);
        parameters.AddWithValue(now - options.AbsoluteLifetime);
        parameters.AddWithValue(now - options.IdleLifetime);
    }
}
