using AuthServer.Core.Audit;
using AuthServer.Core.Data;
using Npgsql;

namespace AuthServer.Core.Accounts;

/// <summary>A change under way: the account, held, and the transaction that everything about the change is part of.</summary>
internal sealed class AccountWork(NpgsqlTransaction transaction, Account account, Cause cause, AuditTrail audit, TimeProvider clock)
{
    private readonly List<FeedEntry> _told = [];

    public NpgsqlTransaction Transaction => transaction;

    public NpgsqlConnection Connection => transaction.Connection ?? throw new InvalidOperationException("the transaction is over");

    /// <summary>As it was.</summary>
    public Account Account => account;

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>What this node's memories are told after the commit.</summary>
    public IReadOnlyList<FeedEntry> Told => _told;

    /// <summary>Runs a statement; its first parameter is the account's id.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] more)
    {
#pragma warning disable CA2100 // constants of the callers
        await using var command = new NpgsqlCommand(sql, Connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(account.Id);
        command.Parameters.AddRange(more);
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Everything cached about the person is stale.</summary>
    public async Task ChangedAsync(CancellationToken ct) =>
        Tell(await FeedLines.AddChangedAsync(Connection, FeedKind.UserChanged, account.Id.ToString(), Now, ct));

    /// <summary>A line of the feed that somebody else wrote.</summary>
    public void Tell(FeedEntry entry) => _told.Add(entry);

    /// <summary>Writes it down; before and after are the person's data, and go when the person goes.</summary>
    public Task WriteDownAsync(string action, CancellationToken ct, object? before = null, object? after = null) =>
        WriteDownAsync(action, before, after, isPersonal: before is not null || after is not null, ct);

    /// <summary>Writes down what says nothing of the person, and stays.</summary>
    public Task WriteDownStateAsync(string action, object before, object after, CancellationToken ct) =>
        WriteDownAsync(action, before, after, isPersonal: false, ct);

    private Task WriteDownAsync(string action, object? before, object? after, bool isPersonal, CancellationToken ct) => audit.AddAsync(
        Connection,
        new AuditEvent(cause.By, action, AuditTargets.User, account.Id.ToString())
        {
            Before = before,
            After = after,
            Reason = cause.Reason,
            Person = isPersonal ? account.Id : null,
        },
        ct);
}
