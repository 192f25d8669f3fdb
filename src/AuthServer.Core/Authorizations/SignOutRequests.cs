using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Authorizations;

/// <summary>Sign-outs on their way through our page: sealed into its address, stored nowhere.</summary>
public sealed class SignOutRequests(Envelopes envelopes, IClients clients, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>The token for the page's address; nobody else can make or change one.</summary>
    /// <param name="ended">The session that it ended; null: nobody was asked yet.</param>
    public string ToToken(string? clientId, string? returnTo, Guid? ended) => envelopes.Seal(
        KeyPurpose.SignOut,
        JsonSerializer.SerializeToUtf8Bytes(new Sealed(clientId, returnTo, ended, clock.GetUtcNow() + Lifetime)));

    /// <summary>The request in a token; null when it is none of ours, or old.</summary>
    public async ValueTask<SignOutRequest?> FindAsync(string token, CancellationToken ct)
    {
        if (envelopes.Open(KeyPurpose.SignOut, token) is not { } bytes
            || JsonSerializer.Deserialize<Sealed>(bytes) is not { } content || content.ExpiresAt <= clock.GetUtcNow())
            return null;
        var client = content.ClientId is null ? null : await clients.FindAsync(content.ClientId, ct);
        return new SignOutRequest(content.ReturnUri, client, content.Ended);
    }

    private sealed record Sealed(string? ClientId, string? ReturnUri, Guid? Ended, DateTimeOffset ExpiresAt);
}
