using System.Collections.Concurrent;
using AuthServer.Core.Sessions;
using AuthServer.Protocol.Clients;

namespace AuthServer.Core.Authorizations;

/// <summary>Stand-in with the shape of the real one.</summary>
public sealed class SignOuts(SessionStore sessions, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, SignOutRequest> _asked = new(StringComparer.Ordinal);

    public void Ask(string token, SignOutRequest request) => _asked[token] = request;

    public Task<SignOutRequest?> FindAsync(string token) => Task.FromResult(_asked.GetValueOrDefault(token));

    public Task EndAsync(Guid sessionId, CancellationToken ct) =>
        sessions.EndAsync(sessionId, SessionEnd.SignedOut, clock.GetUtcNow(), ct);
}

/// <param name="ReturnTo">The checked post-logout redirect URI with its state; null: none.</param>
/// <param name="Client">Who asks, where that is known.</param>
public sealed record SignOutRequest(string? ReturnTo, Client? Client);
