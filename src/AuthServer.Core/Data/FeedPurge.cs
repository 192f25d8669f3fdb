using Npgsql;

namespace AuthServer.Core.Data;

/// <summary>Forgets lines of the feed that no longer matter.</summary>
public sealed class FeedPurge(NpgsqlDataSource database, TimeProvider clock)
{
    // A node whose clock is behind still believes what this one has forgotten.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private static readonly SweptTable Lines = new("feed", due: "until", only: $"kind <> {FeedKind.AllRevoked:D}");

    /// <summary>Deletes lines that have run out; never those that hold the server's epoch, which lives nowhere else.</summary>
    /// <returns>How many it were.</returns>
    public Task<int> SweepAsync(Sweep sweep, CancellationToken ct) => sweep.DeleteAsync(database, Lines, clock.GetUtcNow(), Slack, ct);
}
