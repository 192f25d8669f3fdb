using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Consents in PostgreSQL.</summary>
public sealed class ConsentStore(NpgsqlDataSource database) : IConsents
{
    /// <inheritdoc/>
    public async Task<GivenConsent?> FindAsync(Guid userId, string clientId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT scopes, claims FROM consents WHERE user_id = $1 AND client_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new GivenConsent(ScopeSet.Of(row.GetFieldValue<string[]>(0)), row.GetFieldValue<string[]>(1))
            : null;
    }
}
