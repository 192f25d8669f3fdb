using System.Collections.Immutable;
using AuthServer.Core.Data;

namespace AuthServer.Core.Recorder;

/// <summary>What this node knows of <see cref="Recordings"/>. While there is none, asking costs the look at one field.</summary>
public sealed class RecordedClients(TimeProvider clock) : IFeedListener
{
    private readonly Lock _lock = new();
    private volatile ImmutableDictionary<string, DateTimeOffset> _untils =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Whether nothing is recorded but what is refused.</summary>
    public bool IsEmpty => _untils.IsEmpty;

    /// <summary>Whether everything of this client is.</summary>
    public bool Has(string clientId) => _untils.TryGetValue(clientId, out var until) && until > clock.GetUtcNow();

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        if (entry.Kind != FeedKind.RecordingStarted)
            return;
        lock (_lock)
        {
            if (!_untils.TryGetValue(entry.Key, out var known) || known < entry.Until)
                _untils = _untils.SetItem(entry.Key, entry.Until);
        }
    }

    /// <summary>Nothing is forgotten: each ends by itself.</summary>
    public void Forget()
    {
    }

    /// <summary>Drops what has ended.</summary>
    public void Sweep()
    {
        var now = clock.GetUtcNow();
        lock (_lock)
            _untils = _untils.RemoveRange(_untils.Where(u => u.Value <= now).Select(u => u.Key));
    }
}
