using Npgsql;

namespace AuthServer.Core.Groups;

/// <summary>Groups and their numbers. Every call names the owner: what is another's is not there.</summary>
public sealed class GroupStore(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>All of a person's groups, the oldest first.</summary>
    public Task<IReadOnlyList<Group>> ListAsync(Guid userId, CancellationToken ct) => ReadAsync(userId, null, ct);

    /// <summary>One; null when the person has none of that id.</summary>
    public async Task<Group?> FindAsync(Guid userId, Guid id, CancellationToken ct) =>
        await ReadAsync(userId, id, ct) is [var group] ? group : null;

    /// <summary>Makes one.</summary>
    /// <returns>Null when the person has <see cref="Group.MostGroups"/>.</returns>
    public async Task<Group?> CreateAsync(Guid userId, string name, CancellationToken ct)
    {
        var now = Now();
        var group = new Group(Guid.CreateVersion7(now), name, now, []);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The owner's row makes two at once count each other.
        await using var command = Command(
            connection,
            """
            WITH owner AS MATERIALIZED (SELECT id FROM users WHERE id = $2 FOR NO KEY UPDATE)
            INSERT INTO groups (id, user_id, name, created_at) SELECT $1, id, $3, $4 FROM owner
            """,
            group.Id, userId, name, now);
        if (await command.ExecuteNonQueryAsync(ct) == 0)
            return null;
        await using var count = Command(connection, "SELECT count(*) FROM groups WHERE user_id = $1", userId);
        if ((long)(await count.ExecuteScalarAsync(ct) ?? 0L) > Group.MostGroups)
            return null;
        await transaction.CommitAsync(ct);
        return group;
    }

    /// <summary>Removes one with its numbers.</summary>
    /// <returns>False: the person has none of that id.</returns>
    public async Task<bool> DeleteAsync(Guid userId, Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = Command(connection, "DELETE FROM groups WHERE id = $1 AND user_id = $2", id, userId);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>
    /// Adds a number, not verified yet, in the transaction that is open on the connection; finds it where it is and was
    /// never verified.
    /// </summary>
    /// <param name="phoneNumber">E.164.</param>
    public async Task<NumberAddition> AddAsync(
        NpgsqlConnection connection, Guid userId, Guid groupId, string phoneNumber, string name, CancellationToken ct)
    {
        await using var own = Command(
            connection, "SELECT 1 FROM groups WHERE id = $1 AND user_id = $2 FOR UPDATE", groupId, userId);
        if (await own.ExecuteScalarAsync(ct) is null)
            return new NumberAddition.NoGroup();
        await using var count = Command(connection, "SELECT count(*) FROM group_numbers WHERE group_id = $1", groupId);
        if ((long)(await count.ExecuteScalarAsync(ct) ?? 0L) >= Group.MostNumbers)
            return new NumberAddition.Full();

        var now = Now();
        var number = new MobileNumber(Guid.CreateVersion7(now), phoneNumber, name, null, now);
        await using var command = Command(
            connection,
            """
            INSERT INTO group_numbers (id, group_id, phone_number, name, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (group_id, phone_number) DO NOTHING
            """,
            number.Id, groupId, phoneNumber, name, now);
        if (await command.ExecuteNonQueryAsync(ct) == 1)
            return new NumberAddition.Added(number, IsNew: true);
        await using var find = Command(
            connection,
            """
            SELECT id, phone_number, name, verified_at, created_at FROM group_numbers
            WHERE group_id = $1 AND phone_number = $2 AND verified_at IS NULL
            """,
            groupId, phoneNumber);
        await using var row = await find.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new NumberAddition.Added(ReadNumber(row, 0), IsNew: false) : new NumberAddition.Exists();
    }

    /// <summary>Marks a number as verified, in the transaction that is open on the connection.</summary>
    public async Task MarkVerifiedAsync(NpgsqlConnection connection, Guid numberId, CancellationToken ct)
    {
        await using var command = Command(
            connection, "UPDATE group_numbers SET verified_at = coalesce(verified_at, $2) WHERE id = $1", numberId, clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Removes a number.</summary>
    /// <returns>False: there is none of that id in a group of that id of this person.</returns>
    public async Task<bool> RemoveAsync(Guid userId, Guid groupId, Guid numberId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = Command(
            connection,
            """
            DELETE FROM group_numbers n USING groups g
            WHERE n.id = $1 AND n.group_id = $2 AND g.id = n.group_id AND g.user_id = $3
            """,
            numberId, groupId, userId);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<IReadOnlyList<Group>> ReadAsync(Guid userId, Guid? id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = Command(
            connection,
            """
            SELECT g.id, g.name, g.created_at, n.id, n.phone_number, n.name, n.verified_at, n.created_at
            FROM groups g LEFT JOIN group_numbers n ON n.group_id = g.id
            WHERE g.user_id = $1 AND ($2 IS NULL OR g.id = $2) ORDER BY g.created_at, g.id, n.created_at, n.id
            """,
            userId, new NpgsqlParameter<Guid?> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(ct);
        var groups = new Dictionary<Guid, (Group Group, List<MobileNumber> Numbers)>();
        while (await row.ReadAsync(ct))
        {
            if (!groups.TryGetValue(row.GetGuid(0), out var found))
            {
                var numbers = new List<MobileNumber>();
                found = (new Group(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), numbers), numbers);
                groups.Add(found.Group.Id, found);
            }

            if (!row.IsDBNull(3))
                found.Numbers.Add(ReadNumber(row, 3));
        }

        return [.. groups.Values.Select(g => g.Group)];
    }

    /// <summary>To the microsecond, as the database keeps it: what is made reads as it will read later.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static MobileNumber ReadNumber(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetString(first + 1), row.GetString(first + 2),
        row.IsDBNull(first + 3) ? null : row.GetFieldValue<DateTimeOffset>(first + 3),
        row.GetFieldValue<DateTimeOffset>(first + 4));

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return command;
    }
}
