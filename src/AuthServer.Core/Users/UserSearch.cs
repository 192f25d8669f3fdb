using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>Finds people among a million, in any order, page by page.</summary>
/// <remarks>
/// What many fit is found by walking along the order's index; what few fit, by the indexes of what is asked for. Nobody knows
/// beforehand which it is, the planner least of all: it is walked a little first, and what that does not fill is looked up.
/// </remarks>
public sealed class UserSearch(NpgsqlDataSource database)
{
    /// <summary>What lists can be sorted by.</summary>
    public static string[] Orders { get; } = ["-created_at", "email", "full_name", "name"];

    // Rows. What one in 160 fits fills a page of fifty on the way; of a million, at most some 6,000 are left to be looked up.
    private const int Walk = 8_000;

    private const string Columns =
        """
        u.id, u.email, u.email_verified, u.name, u.phone_number, u.enabled, u.created_at,
        ARRAY(SELECT r.name FROM user_roles m JOIN roles r ON r.id = m.role_id WHERE m.user_id = u.id ORDER BY r.name COLLATE "C")
        """;

    /// <summary>A piece of the list.</summary>
    /// <param name="query">Its text: a piece of address, name or number, one or two characters of their beginning, or an id.</param>
    public async Task<Page<ListedUser>> ListAsync(PageQuery query, UserFilter filter, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var conditions = new UserConditions();
        conditions.Search(query);
        if (filter.Role is { } role)
            conditions.HaveRole(await RoleIdAsync(connection, role, ct));
        if (filter.Locked is { } locked)
            conditions.Add(locked ? "u.disabled_at IS NOT NULL" : "u.disabled_at IS NULL");
        if (filter.Verified is { } verified)
            conditions.Add(verified ? "u.email_verified" : "NOT u.email_verified");

        var order = UserOrder.Of(query.Order);
        var place = PlaceOf(conditions, order, query);
        var rows = await ReadAsync(conditions.Command(connection, WalkSql(conditions, place, order, query)), ct);
        if (rows.Count <= query.Limit && !conditions.AreNone)
            rows = await ReadAsync(conditions.Command(connection, LookUpSql(conditions, place, order, query)), ct);
        return Page<ListedUser>.Of(rows, query, u => new Cursor(order.ValueOf(u), u.Id.ToString()));
    }

    private static string WalkSql(UserConditions conditions, string place, UserOrder order, PageQuery query) =>
        $"""
        SELECT {Columns} FROM (
            SELECT *, {order.Sql} AS key FROM users u WHERE {place} ORDER BY {OrderBy(order, query)} LIMIT {Walk}) u
        WHERE {conditions.Each} ORDER BY u.key {Direction(query)}, u.id {Direction(query)} LIMIT {query.Limit + 1}
        """;

    // Apart, so that no plan walks along the order after all.
    private static string LookUpSql(UserConditions conditions, string place, UserOrder order, PageQuery query) =>
        $"""
        WITH found AS MATERIALIZED (SELECT u.id, {order.Sql} AS key FROM users u WHERE {conditions.All} AND {place}),
             page AS (SELECT id FROM found u ORDER BY key {Direction(query)}, id {Direction(query)} LIMIT {query.Limit + 1})
        SELECT {Columns} FROM page JOIN users u USING (id) ORDER BY {OrderBy(order, query)}
        """;

    private static string OrderBy(UserOrder order, PageQuery query) => $"{order.Sql} {Direction(query)}, u.id {Direction(query)}";

    private static string Direction(PageQuery query) => query.Order.Descending ? "DESC" : "ASC";

    private static async Task<List<ListedUser>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var asked = command;
        await using var row = await asked.ExecuteReaderAsync(ct);
        var users = new List<ListedUser>();
        while (await row.ReadAsync(ct))
            users.Add(Read(row));
        return users;
    }

    /// <summary>After the last row of the page before; a place that is none is the beginning.</summary>
    private static string PlaceOf(UserConditions conditions, UserOrder order, PageQuery query)
    {
        if (query.After is not { } after || order.Parameter(after.Value) is not { } value || !Guid.TryParse(after.Id, out var id))
            return "true";
        var (key, last) = (conditions.Value(value), conditions.Value(new NpgsqlParameter<Guid> { TypedValue = id }));
        return $"({order.Sql}, u.id) {(query.Order.Descending ? "<" : ">")} ({order.Fold(key)}, {last})";
    }

    /// <summary>A role that is none is nobody's.</summary>
    private static async Task<Guid> RoleIdAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT id FROM roles WHERE normalized_name = $1", connection);
        command.Parameters.AddWithValue(name);
        return await command.ExecuteScalarAsync(ct) as Guid? ?? Guid.Empty;
    }

    private static ListedUser Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Email = row.GetString(1),
        EmailVerified = row.GetBoolean(2),
        FullName = row.IsDBNull(3) ? null : row.GetString(3),
        PhoneNumber = row.IsDBNull(4) ? null : row.GetString(4),
        Enabled = row.GetBoolean(5),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
        Roles = row.GetFieldValue<string[]>(7),
    };
}
