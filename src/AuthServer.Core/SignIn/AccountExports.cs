using AuthServer.Core.Audit;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>Everything that is kept about a person, for the person. Nothing in it lets anybody in.</summary>
public sealed class AccountExports(NpgsqlDataSource database, AuditTrail audit)
{
    private const string Sql =
        """
        SELECT jsonb_build_object(
            'profile', (SELECT jsonb_build_object(
                'id', u.id, 'email', u.email, 'email_verified', u.email_verified, 'full_name', u.name,
                'phone_number', u.phone_number, 'phone_number_verified', u.phone_number_verified, 'locale', u.locale,
                'kind', u.registration_kind, 'members', u.profile, 'created_at', u.created_at, 'updated_at', u.updated_at,
                'has_password', u.password_hash IS NOT NULL)
                FROM users u WHERE u.id = $1),
            'roles', (SELECT coalesce(jsonb_agg(r.name ORDER BY r.name), '[]')
                FROM user_roles m JOIN roles r ON r.id = m.role_id WHERE m.user_id = $1),
            'pending_changes', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'kind', CASE p.kind WHEN 1 THEN 'email' ELSE 'phone_number' END, 'value', p.value, 'created_at', p.created_at,
                'expires_at', p.expires_at)), '[]')
                FROM pending_changes p WHERE p.user_id = $1),
            'external_logins', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'provider', l.login_provider, 'key', l.provider_key, 'name', l.provider_display_name)), '[]')
                FROM user_logins l WHERE l.user_id = $1),
            'claims', (SELECT coalesce(jsonb_agg(jsonb_build_object('type', c.claim_type, 'value', c.claim_value)), '[]')
                FROM user_claims c WHERE c.user_id = $1),
            'passkeys', (SELECT count(*) FROM user_passkeys k WHERE k.user_id = $1),
            'known_devices', (SELECT coalesce(jsonb_agg(jsonb_build_object('used_at', d.used_at) ORDER BY d.used_at), '[]')
                FROM known_devices d WHERE d.user_id = $1),
            'sessions', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', s.id, 'kind', CASE s.kind WHEN 2 THEN 'native' ELSE 'browser' END, 'device', s.device,
                'methods', s.methods, 'signed_in_at', s.auth_time, 'last_seen_at', s.last_seen_at,
                'expires_at', s.expires_at, 'ended_at', s.ended_at) ORDER BY s.created_at), '[]')
                FROM sessions s WHERE s.user_id = $1),
            'consents', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'client_id', c.client_id, 'scopes', c.scopes, 'claims', c.claims, 'given_at', c.given_at) ORDER BY c.given_at), '[]')
                FROM consents c WHERE c.user_id = $1),
            'authorizations', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', a.id, 'client_id', a.client_id, 'session_id', a.session_id, 'scopes', a.scopes,
                'resources', a.resources, 'created_at', a.created_at, 'refreshed_at', a.rotated_at,
                'expires_at', a.expires_at, 'ended_at', a.ended_at, 'end_reason', a.end_reason) ORDER BY a.created_at), '[]')
                FROM authorizations a WHERE a.user_id = $1),
            'groups', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', g.id, 'name', g.name, 'created_at', g.created_at,
                'mobile_numbers', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'id', n.id, 'phone_number', n.phone_number, 'name', n.name, 'verified_at', n.verified_at,
                    'created_at', n.created_at) ORDER BY n.created_at), '[]') FROM group_numbers n WHERE n.group_id = g.id))
                ORDER BY g.created_at), '[]')
                FROM groups g WHERE g.user_id = $1),
            'attempts', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'id', t.id, 'at', t.at, 'endpoint', t.endpoint, 'client_id', t.client_id, 'error', t.error,
                'description', t.description, 'device', t.device, 'from', t.from_address) ORDER BY t.at), '[]')
                FROM attempts t WHERE t.user_id = $1),
            'messages', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'channel', CASE o.channel WHEN 2 THEN 'sms' ELSE 'email' END, 'to', o.recipient, 'created_at', o.created_at)
                ORDER BY o.created_at), '[]')
                FROM outbox o WHERE o.user_id = $1))::text
        """;

    /// <summary>As JSON.</summary>
    public async Task<string> GetAsync(Guid userId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // First: what was not written down is not given out.
        await audit.AddAsync(connection, AuditEvent.OfSelf(userId, AuditActions.UserExported), ct);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddWithValue(userId);
        return (string)(await command.ExecuteScalarAsync(ct))!; // an object, whoever asks
    }
}
