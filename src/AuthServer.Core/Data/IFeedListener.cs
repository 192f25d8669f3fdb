namespace AuthServer.Core.Data;

/// <summary>A memory that the feed keeps current. Called on one thread, in any order, the same entry maybe twice.</summary>
public interface IFeedListener
{
    /// <summary>Takes one line.</summary>
    void Apply(FeedEntry entry);

    /// <summary>Lines may have been missed: forget everything that was cached.</summary>
    void Forget();
}
