using System.Collections.Concurrent;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Authorizations;

/// <summary>Stand-in with the shape of the real one: parked requests in memory.</summary>
public sealed class Interactions
{
    private readonly ConcurrentDictionary<string, Interaction> _parked = new(StringComparer.Ordinal);

    public void Park(Interaction interaction) => _parked[interaction.Handle] = interaction;

    public Task<Interaction?> FindAsync(string handle, string browserId, CancellationToken ct) =>
        Task.FromResult(_parked.GetValueOrDefault(handle));

    public Task AllowAsync(Interaction interaction, SignedIn who, IReadOnlyCollection<string> scopes, CancellationToken ct) =>
        Task.FromResult(_parked.TryRemove(interaction.Handle, out _));

    public Task DenyAsync(Interaction interaction, SignedIn? who, CancellationToken ct) =>
        Task.FromResult(_parked.TryRemove(interaction.Handle, out _));
}

public sealed record Interaction(
    string Handle, Client Client, string RedirectUri, ScopeSet Scopes, IReadOnlyList<string> Resources, string? LoginHint,
    string? UiLocales);
