using System.Security.Cryptography;
using System.Text;
using AuthServer.Protocol.Clients;
using Npgsql;

namespace AuthServer.Core.Authorizations;

/// <summary>Used <c>jti</c>s in PostgreSQL, shared by all nodes.</summary>
public sealed class ReplayGuard(NpgsqlDataSource database) : IReplayGuard
{
    /// <inheritdoc/>
    public async Task<bool> ConsumeAsync(string kind, string owner, string id, DateTimeOffset until, CancellationToken ct)
    {
        // Losing the last milliseconds in a crash is a fair price: every request would wait for the disk otherwise.
        await using var command = database.CreateCommand(
            """
            WITH quick AS (SELECT set_config('synchronous_commit', 'off', true))
            INSERT INTO replays (key, until) SELECT $1, $2 FROM quick ON CONFLICT DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = KeyOf(kind, owner, id) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = until });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>A NUL stands in no client_id and no jti that was accepted, so no two triples look alike.</summary>
    private static byte[] KeyOf(string kind, string owner, string id) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\0{owner}\0{id}"));
}
