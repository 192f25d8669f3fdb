using System.Text.Json;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;
using Npgsql;

namespace AuthServer.Core.Users;

/// <summary>
/// Subjects in memory, for the token path. Bounded; each is loaded once however many ask; the feed drops what changed.
/// </summary>
/// <remarks>
/// An entry is the load itself. A change drops the entry, so a load that began before the change is never found by
/// anyone who comes after it, however late it ends: no load replaces a newer one.
/// </remarks>
public sealed class SubjectCache(NpgsqlDataSource database) : IFeedListener, ISubjects
{
    // Two generations: the young one fills up, becomes the old one, and what nobody asked for since goes with the
    // generation before. At most twice this many are held, some 2 KB each.
    private const int GenerationSize = 20_000;

    private const string Query =
        """
        SELECT u.enabled, u.epoch, u.email, u.email_verified, u.name, u.phone_number, u.phone_number_verified, u.locale,
               u.profile, u.updated_at,
               ARRAY(SELECT r.name FROM user_roles m JOIN roles r ON r.id = m.role_id
                     WHERE m.user_id = u.id ORDER BY r.name COLLATE "C")
        FROM users u WHERE u.id = $1
        """;

    private readonly Lock _lock = new();
    private Dictionary<Guid, Task<Subject?>> _young = [];
    private Dictionary<Guid, Task<Subject?>> _old = [];

    /// <summary>The user as of now, at most a feed's delay old; null when there is none.</summary>
    public ValueTask<Subject?> FindAsync(Guid userId, CancellationToken ct)
    {
        Task<Subject?>? load;
        lock (_lock)
        {
            if (!_young.TryGetValue(userId, out load))
            {
                if (!_old.Remove(userId, out load))
                    load = LoadAndKeepAsync(userId);
                Keep(userId, load);
            }
        }

        // One caller who goes away must not take the load from the others: the load itself hears no cancellation.
        return load.IsCompletedSuccessfully
            ? new ValueTask<Subject?>(load.Result)
            : new ValueTask<Subject?>(load.WaitAsync(ct));
    }

    /// <summary>The user straight from the database.</summary>
    public async Task<Subject?> LoadAsync(Guid id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(id, reader) : null;
    }

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind is not (FeedKind.UserChanged or FeedKind.UserRevoked) || !Guid.TryParse(entry.Key, out var id))
            return;
        lock (_lock)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }

    /// <inheritdoc/>
    public void Forget()
    {
        lock (_lock)
            (_young, _old) = ([], []);
    }

    private void Keep(Guid id, Task<Subject?> load)
    {
        if (_young.Count >= GenerationSize)
            (_old, _young) = (_young, []);
        _young[id] = load;
    }

    private async Task<Subject?> LoadAndKeepAsync(Guid id)
    {
        // Leave the lock before anything else happens.
        await Task.Yield();
        try
        {
            var subject = await LoadAsync(id, CancellationToken.None);
            // A user who does not exist may be made at any time, and nothing would tell us.
            if (subject is null)
                Drop(id);
            return subject;
        }
        catch
        {
            Drop(id);
            throw;
        }
    }

    // May drop a newer load than the failed one: that costs one query.
    private void Drop(Guid id)
    {
        lock (_lock)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }

    private static Subject Read(Guid id, NpgsqlDataReader row) => new()
    {
        Id = id,
        Enabled = row.GetBoolean(0),
        Epoch = row.GetInt64(1),
        Email = row.GetString(2),
        EmailVerified = row.GetBoolean(3),
        Name = TextOrNull(row, 4),
        PhoneNumber = TextOrNull(row, 5),
        PhoneNumberVerified = row.GetBoolean(6),
        Locale = TextOrNull(row, 7),
        Profile = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.GetString(8)) ?? [],
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(9),
        Roles = row.GetFieldValue<string[]>(10),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
