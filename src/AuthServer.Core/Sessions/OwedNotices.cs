using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using Npgsql;

namespace AuthServer.Core.Sessions;

/// <summary>The logout notices that clients are owed.</summary>
public sealed class OwedNotices(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly PostTable<LeasedNotice> Table = new(
        "logout_notices", "client_id", "l.client_id, l.user_id, l.session_id, l.issuer FROM leased l")
    {
        Read = (row, lease) => new LeasedNotice(lease)
        {
            ClientId = row.GetString(4),
            UserId = row.GetGuid(5),
            SessionId = row.GetGuid(6),
            Issuer = row.GetString(7),
        },
    };

    internal OwedPosts<LeasedNotice> Posts { get; } = new(Table, database, clock);

    /// <inheritdoc cref="OwedPosts{TPost}.SweepAsync"/>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) => Posts.SweepAsync(sweep, ct);
}
