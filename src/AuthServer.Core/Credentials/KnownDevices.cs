using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Browsers that a user has signed in with: each keeps a mark of 32 random bytes, we keep its hash. A mark proves nothing;
/// it only lets the owner type a password when strangers have used up the tries of the address.
/// </summary>
public sealed class KnownDevices(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long a mark lasts without a sign-in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private static readonly SweptTable Devices = new("known_devices", due: "used_at");

    // Of a user; the one used longest ago goes.
    private const int MostPerUser = 20;

    // In one browser, for the people who share it.
    private const int MostPerBrowser = 4;

    private const int MarkLength = 43;

    // $1: the user; $2: how many may stay; $3: the hash of a new mark; $4: now; $5: what the browser keeps; $6: what is too old.
    private const string IsSurplus =
        """
        user_id = $1 AND used_at <= (
            SELECT used_at FROM known_devices WHERE user_id = $1 ORDER BY used_at DESC OFFSET $2 LIMIT 1)
        """;

    // A browser that keeps nothing has nothing to renew, and whoever signs in there for the first time waits for less.
    private const string AddSql =
        $"""
        WITH surplus AS (DELETE FROM known_devices WHERE {IsSurplus})
        INSERT INTO known_devices (user_id, mark_hash, used_at) VALUES ($1, $3, $4)
        """;

    private const string RenewOrAddSql =
        $"""
        WITH renewed AS (
            UPDATE known_devices SET used_at = $4 WHERE user_id = $1 AND mark_hash = ANY ($5) AND used_at > $6
            RETURNING mark_hash),
        surplus AS (DELETE FROM known_devices WHERE NOT EXISTS (SELECT FROM renewed) AND {IsSurplus}),
        added AS (
            INSERT INTO known_devices (user_id, mark_hash, used_at)
            SELECT $1, $3, $4 WHERE NOT EXISTS (SELECT FROM renewed))
        SELECT mark_hash FROM renewed
        """;

    /// <summary>Marks the browser in which the user signs in, in one transaction with what the batch holds.</summary>
    /// <param name="batch">Carried out by the caller. This command alone may return a row: the hash of the mark that was renewed.</param>
    /// <param name="marks">What the browser keeps; null: nothing.</param>
    /// <returns>What it should keep then, for <see cref="Lifetime"/>, by that hash; null: none was renewed.</returns>
    public Func<string?, string> AddTo(NpgsqlBatch batch, Guid userId, string? marks)
    {
        var (kept, fresh) = (Read(marks), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        batch.BatchCommands.Add(RenewOrAdd(userId, kept, fresh));
        return renewed =>
        {
            var mine = Array.Find(kept, m => GuardKey.Hash(m) == renewed) ?? fresh;
            return string.Join('.', kept.Where(m => m != mine).Prepend(mine).Take(MostPerBrowser));
        };
    }

    /// <summary>Forgets all of a user's, in the transaction open there: the password is another now.</summary>
    public static async Task ForgetAsync(NpgsqlConnection connection, Guid userId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("DELETE FROM known_devices WHERE user_id = $1", connection);
        command.Parameters.AddWithValue(userId);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes marks that have expired.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) =>
        sweep.DeleteAsync(database, Devices, clock.GetUtcNow(), Lifetime, ct);

    /// <summary>The hash of the mark by which this address's owner is known here; null: there is none.</summary>
    internal async Task<string?> FindAsync(string addressKey, string? marks, CancellationToken ct)
    {
        var kept = Read(marks);
        if (kept.Length == 0)
            return null;
        await using var command = database.CreateCommand(
            """
            SELECT d.mark_hash FROM users u JOIN known_devices d ON d.user_id = u.id
            WHERE u.normalized_email = $1 AND d.mark_hash = ANY ($2) AND d.used_at > $3 LIMIT 1
            """);
        command.Parameters.AddWithValue(addressKey);
        command.Parameters.AddWithValue(Array.ConvertAll(kept, GuardKey.Hash));
        command.Parameters.AddWithValue(clock.GetUtcNow() - Lifetime);
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    // Returns the hash of the mark that was renewed, or nothing.
    private NpgsqlBatchCommand RenewOrAdd(Guid userId, string[] kept, string fresh)
    {
        var now = clock.GetUtcNow();
        var command = new NpgsqlBatchCommand(kept.Length == 0 ? AddSql : RenewOrAddSql);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(MostPerUser - 1);
        command.Parameters.AddWithValue(GuardKey.Hash(fresh));
        command.Parameters.AddWithValue(now);
        if (kept.Length > 0)
        {
            command.Parameters.AddWithValue(Array.ConvertAll(kept, GuardKey.Hash));
            command.Parameters.AddWithValue(now - Lifetime);
        }

        return command;
    }

    // A browser may send anything.
    private static string[] Read(string? marks) =>
        marks is { Length: <= MostPerBrowser * (MarkLength + 1) }
            ? Array.FindAll(marks.Split('.'), m => m.Length == MarkLength && Base64Url.IsValid(m))
            : [];
}
