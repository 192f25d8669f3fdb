using System.Collections.Concurrent;
using AuthServer.Core.Data;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Revocations;

/// <summary>Every revocation in force, in memory; the database is asked only when the feed is not fresh.</summary>
public sealed class RevocationMemory : IFeedListener
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _usersAndClients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _authorizations = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _sessions = new();
    private readonly ConcurrentDictionary<Guid, long> _users = new();
    private readonly ConcurrentDictionary<string, long> _clients = new(StringComparer.Ordinal);
    private long _server;

    /// <summary>The server's epoch now.</summary>
    public long ServerEpoch => Volatile.Read(ref _server);

    /// <summary>Whether anything revokes this token.</summary>
    public bool Covers(AccessToken token) =>
        token.Epochs.Server < ServerEpoch
        || _tokens.ContainsKey(token.Id)
        || (_clients.TryGetValue(token.ClientId, out var clientEpoch) && token.Epochs.Client < clientEpoch)
        || (token.AuthorizationId is { } authorization && _authorizations.ContainsKey(authorization))
        || (token.SessionId is { } session && _sessions.ContainsKey(session))
        || (token.UserId is { } user && CoversUser(user, token));

    /// <inheritdoc/>
    public void Apply(FeedEntry entry)
    {
        switch (entry.Kind)
        {
            case FeedKind.TokenRevoked:
                _tokens[entry.Key] = entry.Until;
                break;
            case FeedKind.AuthorizationRevoked:
                _authorizations[Guid.Parse(entry.Key)] = entry.Until;
                break;
            case FeedKind.SessionRevoked:
                _sessions[Guid.Parse(entry.Key)] = entry.Until;
                break;
            case FeedKind.UserRevoked:
                Raise(_users, Guid.Parse(entry.Key), entry.Epoch);
                break;
            case FeedKind.ClientRevoked:
                Raise(_clients, entry.Key, entry.Epoch);
                break;
            case FeedKind.UserAndClientRevoked:
                _usersAndClients[entry.Key] = entry.Until;
                break;
            case FeedKind.AllRevoked:
                InterlockedMax(ref _server, entry.Epoch);
                break;
        }
    }

    /// <summary>Nothing is forgotten: a revocation that was true stays true until it no longer matters.</summary>
    public void Forget()
    {
    }

    /// <summary>Drops what has expired by itself. Epochs stay: they are few, and a restored user must not revive.</summary>
    public void Sweep(DateTimeOffset now)
    {
        Sweep(_tokens, now);
        Sweep(_usersAndClients, now);
        Sweep(_authorizations, now);
        Sweep(_sessions, now);
    }

    private bool CoversUser(Guid user, AccessToken token) =>
        (_users.TryGetValue(user, out var epoch) && token.Epochs.User < epoch)
        || (!_usersAndClients.IsEmpty && _usersAndClients.ContainsKey($"{user} {token.ClientId}"));

    private static void Raise<TKey>(ConcurrentDictionary<TKey, long> epochs, TKey key, long epoch) where TKey : notnull =>
        epochs.AddOrUpdate(key, epoch, (_, known) => Math.Max(known, epoch));

    private static void InterlockedMax(ref long target, long value)
    {
        for (var known = Volatile.Read(ref target); known < value;)
        {
            var found = Interlocked.CompareExchange(ref target, value, known);
            if (found == known)
                return;
            known = found;
        }
    }

    private static void Sweep<TKey>(ConcurrentDictionary<TKey, DateTimeOffset> untils, DateTimeOffset now) where TKey : notnull
    {
        foreach (var (key, until) in untils)
        {
            if (until <= now)
                untils.TryRemove(key, out _);
        }
    }
}
