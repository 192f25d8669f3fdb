using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Wire;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Consents in PostgreSQL.</summary>
public sealed class ConsentStore(NpgsqlDataSource database) : IConsents
{
    /// <inheritdoc/>
    public async Task<ScopeSet?> FindAsync(Guid userId, string clientId, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT scopes FROM consents WHERE user_id = $1 AND client_id = $2");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        return await command.ExecuteScalarAsync(ct) is string[] scopes ? ScopeSet.Of(scopes) : null;
    }
}
