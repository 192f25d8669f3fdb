using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServer.Core.Audit;
using AuthServer.Protocol.Registration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>Initial access tokens: those of the settings, and those that administrators made.</summary>
public sealed class InitialTokens(NpgsqlDataSource database, AuditTrail audit, IOptions<RegistrationOptions> options, TimeProvider clock)
    : IInitialAccessTokens
{
    private readonly byte[][] _configured = [.. options.Value.InitialAccessTokens.Where(t => t.Length > 0).Select(HashOf)];

    /// <summary>Makes one. Its text is shown once and kept nowhere.</summary>
    /// <param name="lifetime">From now.</param>
    /// <param name="uses">How many clients it registers; null: any number.</param>
    public async Task<(string Text, InitialToken Token)> CreateAsync(
        TimeSpan lifetime, int? uses, Cause cause, CancellationToken ct)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var token = new InitialToken(Guid.CreateVersion7(now), uses, now, now + lifetime);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            "INSERT INTO initial_access_tokens (id, token_hash, uses_left, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)", connection);
        command.Parameters.AddWithValue(token.Id);
        command.Parameters.AddWithValue(HashOf(text));
        command.Parameters.AddWithValue(token.UsesLeft is { } left ? left : DBNull.Value);
        command.Parameters.AddWithValue(token.CreatedAt);
        command.Parameters.AddWithValue(token.ExpiresAt);
        await command.ExecuteNonQueryAsync(ct);
        await audit.AddAsync(connection, Told(cause, AuditActions.RegistrationTokenCreated, token.Id) with { After = token }, ct);
        await transaction.CommitAsync(ct);
        return (text, token);
    }

    /// <summary>All that are still good for something, the newest first.</summary>
    public async Task<IReadOnlyList<InitialToken>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT id, uses_left, created_at, expires_at FROM initial_access_tokens
            WHERE expires_at > $1 AND coalesce(uses_left, 1) > 0 ORDER BY created_at DESC LIMIT 1000
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync(ct);
        var tokens = new List<InitialToken>();
        while (await row.ReadAsync(ct))
            tokens.Add(Read(row));

        return tokens;
    }

    /// <summary>Withdraws one.</summary>
    /// <returns>False: there is none.</returns>
    public async Task<bool> DeleteAsync(Guid id, Cause cause, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = new NpgsqlCommand(
            "DELETE FROM initial_access_tokens WHERE id = $1 RETURNING id, uses_left, created_at, expires_at", connection);
        command.Parameters.AddWithValue(id);
        InitialToken gone;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (!await row.ReadAsync(ct))
                return false;
            gone = Read(row);
        }

        await audit.AddAsync(connection, Told(cause, AuditActions.RegistrationTokenDeleted, id) with { Before = gone }, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static AuditEvent Told(Cause cause, string action, Guid id) =>
        new(cause.By, action, AuditTargets.RegistrationToken, $"{id}") { Reason = cause.Reason };

    private static InitialToken Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2),
        row.GetFieldValue<DateTimeOffset>(3));

    /// <inheritdoc/>
    public Task<bool> IsGoodAsync(string token, CancellationToken ct) => AskAsync(
        token, "SELECT id FROM initial_access_tokens WHERE token_hash = $1 AND expires_at > $2 AND coalesce(uses_left, 1) > 0", ct);

    /// <inheritdoc/>
    public Task<bool> ConsumeAsync(string token, CancellationToken ct) => AskAsync(
        token,
        """
        UPDATE initial_access_tokens SET uses_left = uses_left - 1
        WHERE token_hash = $1 AND expires_at > $2 AND coalesce(uses_left, 1) > 0 RETURNING id
        """,
        ct);

    private async Task<bool> AskAsync(string token, string sql, CancellationToken ct)
    {
        var hash = HashOf(token);
        if (_configured.Any(known => CryptographicOperations.FixedTimeEquals(known, hash)))
            return true;
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(hash);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
