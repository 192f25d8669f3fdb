namespace AuthServer.Core.Data;

/// <summary>A line of the feed.</summary>
/// <param name="Until">From then on it no longer matters: what it revokes has expired by itself.</param>
public sealed record FeedEntry(FeedKind Kind, string Key, long Epoch, DateTimeOffset Until)
{
    /// <summary>Of its row; 0 where nobody asked for it.</summary>
    public long Id { get; init; }
}
