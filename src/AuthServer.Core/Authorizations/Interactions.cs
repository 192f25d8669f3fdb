using AuthServer.Core.Audit;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>The pages' way to the request that waits for them.</summary>
public sealed class Interactions(
    IParkedRequests parked, AuthorizeReader reader, NpgsqlDataSource database, AuditTrail audit, TimeProvider clock)
{
    /// <summary>The request; null when it is unknown, expired, answered, another browser's, or not good any more.</summary>
    public async Task<Interaction?> FindAsync(string handle, string browserId, CancellationToken ct)
    {
        if (await parked.FindAsync(handle, browserId, ct) is not { } waiting)
            return null;
        return await reader.ReadAsync(Form.Parse(waiting.Parameters), ct) is AuthorizeReading.Ready ready
            ? new Interaction(handle, ready.Request)
            : null;
    }

    /// <summary>The person allows: the decision about this request, and the consent for good, in one transaction.</summary>
    /// <param name="ticked">The scopes left ticked; what was not asked for is not taken, and openid always stays.</param>
    /// <returns>False: the request was answered before.</returns>
    public async Task<bool> AllowAsync(Interaction interaction, SignedIn who, IReadOnlyCollection<string> ticked, CancellationToken ct)
    {
        var request = interaction.Request;
        var scopes = request.Scopes.Where(s => s == StandardScopes.OpenId || ticked.Contains(s)).ToArray();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            WITH decided AS (
                UPDATE parked_requests SET denied = false, decided_by = $2, decided_in = $3, scopes = $4
                WHERE handle_hash = $1 AND consumed_at IS NULL RETURNING 1)
            INSERT INTO consents AS c (user_id, client_id, scopes, claims, given_at) SELECT $2, $5, $4, $7, $6 FROM decided
            ON CONFLICT (user_id, client_id) DO UPDATE SET given_at = $6,
                scopes = ARRAY(SELECT DISTINCT unnest(c.scopes || excluded.scopes)),
                claims = ARRAY(SELECT DISTINCT unnest(c.claims || excluded.claims))
            """,
            connection);
        command.Parameters.AddWithValue(Handle.Hash(interaction.Handle));
        command.Parameters.AddWithValue(who.UserId);
        command.Parameters.AddWithValue(who.SessionId);
        command.Parameters.AddWithValue(scopes);
        command.Parameters.AddWithValue(request.Client.Id);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(request.ClaimsBeyondScopes.ToArray());
        if (await command.ExecuteNonQueryAsync(ct) != 1)
            return false;
        var told = Told(AuditActions.ConsentGiven, interaction, who) with { After = new { Scopes = scopes, Claims = request.ClaimsBeyondScopes } };
        await audit.AddAsync(connection, told, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>The person refuses.</summary>
    /// <returns>False: the request was answered before.</returns>
    public async Task<bool> DenyAsync(Interaction interaction, SignedIn? who, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            UPDATE parked_requests SET denied = true, decided_by = $2, decided_in = $3
            WHERE handle_hash = $1 AND consumed_at IS NULL
            """,
            connection);
        command.Parameters.AddWithValue(Handle.Hash(interaction.Handle));
        command.Parameters.AddWithValue(who is null ? DBNull.Value : who.UserId);
        command.Parameters.AddWithValue(who is null ? DBNull.Value : who.SessionId);
        if (await command.ExecuteNonQueryAsync(ct) != 1)
            return false;
        // Whoever is not signed in has decided about nobody's data.
        if (who is not null)
            await audit.AddAsync(connection, Told(AuditActions.ConsentRefused, interaction, who), ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static AuditEvent Told(string action, Interaction interaction, SignedIn who) =>
        new(Actor.Person(who.UserId), action, AuditTargets.Client, interaction.Client.Id) { Person = who.UserId };
}
