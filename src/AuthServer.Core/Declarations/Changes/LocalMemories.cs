using AuthServer.Core.Data;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServer.Core.Declarations.Changes;

/// <summary>This node's memories, told at once of what was committed; the other nodes hear of it by the feed.</summary>
internal static class LocalMemories
{
    /// <summary>Tells of every line of the feed that the context saved.</summary>
    public static void Tell(AuthDbContext db, IServiceProvider services)
    {
        var listeners = services.GetServices<IFeedListener>().ToList();
        foreach (var line in db.Set<FeedRow>().Local)
            listeners.ForEach(l => l.Apply(new FeedEntry(line.Kind, line.Key, line.Epoch, line.Until)));
    }
}
