using System.Globalization;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Clients;

/// <summary>Clients to look through, page by page.</summary>
public sealed class ClientList(NpgsqlDataSource database)
{
    private const string ById = "client_id";
    private const string ByCreation = "created_at";

    /// <summary>What it can be sorted by; the first is the default.</summary>
    public static readonly string[] Orders = [ById, ByCreation];

    /// <summary>A page of those whose id or name holds the text.</summary>
    public async Task<Page<ClientItem>> FindAsync(PageQuery query, CancellationToken ct)
    {
        var (direction, beyond) = query.Order.Descending ? ("DESC", "<") : ("ASC", ">");
        // Nothing but our own words stands in the statement.
        var (after, order) = query.Order.Member == ByCreation
            ? ($"(c.created_at, c.client_id) {beyond} ($3, $2)", $"c.created_at {direction}, c.client_id {direction}")
            : ($"c.client_id {beyond} $2", $"c.client_id {direction}");
        await using var command = database.CreateCommand(
            $"""
            SELECT c.client_id, coalesce(c.document->>'client_name', c.client_id), c.enabled, r.origin, c.created_at, c.updated_at
            FROM clients c LEFT JOIN registrations r ON r.client_id = c.client_id
            WHERE ($1 IS NULL OR c.client_id ILIKE $1 OR c.document->>'client_name' ILIKE $1) AND ($2 IS NULL OR {after})
            ORDER BY {order} LIMIT $4
            """);
        var place = PlaceOf(query);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = query.LikeText is { } text ? $"%{text}%" : null });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = place?.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = place?.CreatedAt ?? default });
        command.Parameters.AddWithValue(query.Limit + 1);
        await using var row = await command.ExecuteReaderAsync(ct);
        var items = new List<ClientItem>();
        while (await row.ReadAsync(ct))
        {
            items.Add(new ClientItem(
                row.GetString(0), row.GetString(1), row.GetBoolean(2), row.IsDBNull(3) ? null : (RegistrationOrigin)row.GetInt16(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5)));
        }

        return Page<ClientItem>.Of(items, query, i => new Cursor(i.CreatedAt.ToString("O", CultureInfo.InvariantCulture), i.ClientId));
    }

    // Whoever makes one up that is none begins at the beginning.
    private static (string Id, DateTimeOffset CreatedAt)? PlaceOf(PageQuery query) =>
        query.After is { } after
        && DateTimeOffset.TryParseExact(after.Value, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (after.Id, at.ToUniversalTime())
            : null;
}
