using System.Data;
using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>
/// A lock that all nodes share, held by a connection of its own: whoever dies lets go of it.
/// </summary>
public sealed class DatabaseLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private DatabaseLock(NpgsqlConnection connection, string name) => (_connection, _name) = (connection, name);

    /// <summary>The connection that holds it; free for use meanwhile.</summary>
    internal NpgsqlConnection Connection => _connection;

    /// <summary>Waits for the lock as long as it takes.</summary>
    /// <param name="name">Any text; a room uses its own.</param>
    public static async Task<DatabaseLock> TakeAsync(NpgsqlDataSource database, string name, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(
                "select pg_advisory_lock(hashtextextended('authserver:' || $1, 0))", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(ct);
            return new DatabaseLock(connection, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets go.</summary>
    public async ValueTask DisposeAsync()
    {
        await using (_connection)
        {
            if (_connection.State != ConnectionState.Open)
                return; // then PostgreSQL has let go already
            try
            {
                await using var command = new NpgsqlCommand(
                    "select pg_advisory_unlock(hashtextextended('authserver:' || $1, 0))", _connection);
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _name });
                await command.ExecuteNonQueryAsync();
            }
            catch (NpgsqlException)
            {
                // The lock goes with the connection, if that is not lost already.
                NpgsqlConnection.ClearPool(_connection);
            }
        }
    }
}
