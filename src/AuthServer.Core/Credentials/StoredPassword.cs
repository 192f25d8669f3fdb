using Npgsql;

namespace AuthServer.Core.Credentials;

/// <summary>What a password is held against: somebody's, as it is stored.</summary>
/// <param name="Hash">Null: they sign in by other means.</param>
/// <param name="IsVerified">Whether the address or the number is known to be theirs.</param>
internal sealed record StoredPassword(Guid UserId, string? Hash, bool Enabled, long Epoch, bool IsVerified)
{
    /// <summary>Asks for the one of an address; <see cref="ReadAsync"/> reads the answer.</summary>
    /// <param name="addressKey"><see cref="Users.EmailAddress.Key"/>.</param>
    public static NpgsqlBatchCommand Find(string addressKey) => new(
        """
        SELECT id, password_hash, enabled, epoch, email_verified OR phone_number_verified
        FROM users WHERE normalized_email = $1
        """)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = addressKey } },
    };

    /// <summary>The answer; null: nobody has the address.</summary>
    public static async Task<StoredPassword?> ReadAsync(NpgsqlDataReader row, CancellationToken ct) =>
        await row.ReadAsync(ct)
            ? new StoredPassword(
                row.GetGuid(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetBoolean(2), row.GetInt64(3),
                row.GetBoolean(4))
            : null;

    /// <summary>Redacted.</summary>
    public override string ToString() => $"the password of {UserId}";
}
