using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.SignIn;

/// <summary>
/// Sign-ins that failed, for the audit log: counted in memory and written each minute, one event for each account, sender and
/// reason, so that a million guesses are a few lines. What a node that dies had counted last is lost.
/// </summary>
public sealed class FailedSignIns(NpgsqlDataSource database, AuditTrail audit, ICallerAddress caller, TimeProvider clock)
{
    /// <summary>The most that are told apart in a minute; what comes on top is counted together.</summary>
    public const int MaxKinds = 200;

    private static readonly Kind Others = new(null, null, "any", "more");

    private readonly Lock _lock = new();
    private Dictionary<Kind, Tally> _kinds = [];

    /// <summary>Counts one.</summary>
    /// <param name="userId">Whose account it was meant for; null: nobody's, or nobody looked.</param>
    /// <param name="method"><c>password</c> or <c>code</c>.</param>
    /// <param name="reason"><c>refused</c>, <c>disabled</c>, <c>locked</c> or <c>throttled</c>.</param>
    public void Count(Guid? userId, string method, string reason)
    {
        var kind = new Kind(userId, caller.Present, method, reason);
        lock (_lock)
        {
            if (!_kinds.ContainsKey(kind) && _kinds.Count >= MaxKinds)
                kind = Others;
            var tally = _kinds.GetValueOrDefault(kind) ?? new Tally(clock.GetUtcNow(), 0);
            _kinds[kind] = tally with { Count = tally.Count + 1 };
        }
    }

    /// <summary>Writes what was counted.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        Dictionary<Kind, Tally> kinds;
        lock (_lock)
            (kinds, _kinds) = (_kinds, []);
        if (kinds.Count == 0)
            return;
        try
        {
            await WriteAsync(kinds, ct);
        }
        catch (Exception fault) when (DatabaseFault.Is(fault))
        {
            TakeBack(kinds);
            throw;
        }
    }

    private async Task WriteAsync(Dictionary<Kind, Tally> kinds, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var people = await LockAsync(connection, kinds.Keys.Select(k => k.UserId).OfType<Guid>().Distinct().ToArray(), ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (kind, tally) in kinds)
            audit.AddTo(batch, Told(kind, tally, people));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Those who are still there, until the end of the transaction: of who was deleted nothing is written any more.</summary>
    private static async Task<HashSet<Guid>> LockAsync(NpgsqlConnection connection, Guid[] people, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT id FROM users WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE", connection);
        command.Parameters.AddWithValue(people);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new HashSet<Guid>();
        while (await row.ReadAsync(ct))
            found.Add(row.GetGuid(0));
        return found;
    }

    private static AuditEvent Told(Kind kind, Tally tally, HashSet<Guid> people)
    {
        var isGone = kind.UserId is { } id && !people.Contains(id);
        return new AuditEvent(
            Actor.Nobody with { From = isGone ? null : kind.From }, AuditActions.SignInFailed, AuditTargets.User,
            isGone ? "" : $"{kind.UserId}")
        {
            Person = isGone ? null : kind.UserId,
            After = new { kind.Method, kind.Reason, tally.Count, tally.Since },
        };
    }

    private void TakeBack(Dictionary<Kind, Tally> kinds)
    {
        lock (_lock)
        {
            foreach (var (kind, tally) in kinds)
            {
                var known = _kinds.ContainsKey(kind) || _kinds.Count < MaxKinds ? kind : Others;
                _kinds[known] = tally with { Count = tally.Count + (_kinds.GetValueOrDefault(known)?.Count ?? 0) };
            }
        }
    }

    private sealed record Kind(Guid? UserId, string? From, string Method, string Reason);

    private sealed record Tally(DateTimeOffset Since, long Count);
}
