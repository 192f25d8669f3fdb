using AuthServer.Core.Data;
using AuthServer.Tests.Walk;

namespace AuthServer.Tests.Attacks;

/// <summary>An authorization's row, as far as tests look at it.</summary>
internal sealed record Given(Guid Id, int Generation, string? EndReason);

/// <summary>What happens without the server's knowledge, or by hands that it does not have yet.</summary>
internal static class BehindTheServer
{
    /// <summary>What the person gave that client last.</summary>
    public static async Task<Given> GivenAsync(this StandardServer server, Person person, string clientId)
    {
        await using var command = server.Database.CreateCommand(
            """
            SELECT a.id, a.generation, a.end_reason FROM authorizations a JOIN users u ON u.id = a.user_id
            WHERE u.email = $1 AND a.client_id = $2 ORDER BY a.created_at DESC LIMIT 1
            """);
        command.Parameters.AddWithValue(person.Email);
        command.Parameters.AddWithValue(clientId);
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
            throw new InvalidOperationException("no authorization");
        return new Given(row.GetGuid(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2));
    }

    /// <summary>Lets that much time pass for the last two rotations.</summary>
    public static Task AgeAsync(this StandardServer server, Given given, TimeSpan by) => server.ExecuteAsync(
        """
        UPDATE authorizations SET rotated_at = rotated_at - $2, previously_rotated_at = previously_rotated_at - $2
        WHERE id = $1
        """,
        given.Id, by);

    /// <summary>Adds a line to the feed, as whoever changes a row must.</summary>
    public static Task TellAsync(this StandardServer server, FeedKind kind, string key, long epoch = 0) =>
        server.ExecuteAsync(
            "INSERT INTO feed (kind, key, epoch, until) VALUES ($1, $2, $3, now() + interval '1 hour')",
            (short)kind, key, epoch);

    /// <summary>Runs a statement about the person (<c>$1</c>), and tells the nodes that the person changed.</summary>
    public static async Task ChangeAsync(this StandardServer server, Person person, string sql)
    {
        var id = await server.IdOfAsync(person.Email);
        await server.ExecuteAsync(sql, id);
        await server.TellAsync(FeedKind.UserChanged, id.ToString());
    }

    /// <summary>
    /// Runs a statement about the person (<c>$1</c>) or their sessions, tells the nodes of both, and waits until every node
    /// must have heard.
    /// </summary>
    public static async Task ChangeSessionsAsync(this StandardServer server, Person person, string sql)
    {
        var id = await server.IdOfAsync(person.Email);
        await server.ExecuteAsync(
            "INSERT INTO feed (kind, key, epoch, until) SELECT $2, id::text, 0, now() + interval '1 hour' FROM sessions WHERE user_id = $1",
            id, (short)FeedKind.SessionEnded);
        await server.ChangeAsync(person, sql);
        await Task.Delay(TimeSpan.FromSeconds(1));
    }

    /// <summary>Runs a statement about the client (<c>$1</c>), and tells the nodes that the client changed.</summary>
    public static async Task ChangeAsync(this StandardServer server, string clientId, string sql)
    {
        await server.ExecuteAsync(sql, clientId);
        await server.TellAsync(FeedKind.ClientChanged, clientId);
    }
}
