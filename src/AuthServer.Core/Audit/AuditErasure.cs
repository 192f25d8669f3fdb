using Npgsql;

namespace AuthServer.Core.Audit;

/// <summary>Takes a person's data out of the log. What happened, and the commitment to what stood there, stay.</summary>
public static class AuditErasure
{
    /// <summary>Erases what is known of a person, and from where they did something, in the transaction open there.</summary>
    public static async Task EraseAsync(NpgsqlConnection connection, Guid person, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE audit_events SET personal = NULL, salt = NULL
            WHERE personal IS NOT NULL AND (person = $1 OR (actor = $2 AND actor_kind = $3 AND person IS NULL))
            """,
            connection);
        command.Parameters.AddWithValue(person);
        command.Parameters.AddWithValue(person.ToString());
        command.Parameters.AddWithValue((short)ActorKind.Person);
        await command.ExecuteNonQueryAsync(ct);
    }
}
