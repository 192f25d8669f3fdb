using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Long codes in PostgreSQL.</summary>
public sealed class CodeDrawer(NpgsqlDataSource database, TimeProvider clock) : ICodeDrawer
{
    /// <inheritdoc/>
    public async Task<string> PutAsync(string sealedCode, DateTimeOffset until, CancellationToken ct)
    {
        var handle = Handle.Create();
        await using var command = database.CreateCommand("INSERT INTO long_codes (handle_hash, code, expires_at) VALUES ($1, $2, $3)");
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(sealedCode);
        command.Parameters.AddWithValue(until);
        await command.ExecuteNonQueryAsync(ct);
        return handle;
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string handle, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT code FROM long_codes WHERE handle_hash = $1 AND expires_at > $2");
        command.Parameters.AddWithValue(Handle.Hash(handle));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
