using System.Text.Json;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Logout;

namespace AuthServer.Core.Authorizations;

/// <summary>Sign-outs on their way through the page that asks first: sealed into its address, stored nowhere.</summary>
public sealed class SignOutRequests(Envelopes envelopes, IClients clients, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>The token for the page's address; nobody else can make or change one.</summary>
    public string ToToken(EndSessionRequest request) => envelopes.Seal(
        KeyPurpose.SignOut,
        JsonSerializer.SerializeToUtf8Bytes(new Sealed(request.ClientId, request.ReturnUri, clock.GetUtcNow() + Lifetime)));

    /// <summary>The request in a token; null when it is none of ours, or old.</summary>
    public async ValueTask<SignOutRequest?> FindAsync(string token, CancellationToken ct)
    {
        if (envelopes.Open(KeyPurpose.SignOut, token) is not { } bytes
            || JsonSerializer.Deserialize<Sealed>(bytes) is not { } content || content.ExpiresAt <= clock.GetUtcNow())
            return null;
        var client = content.ClientId is null ? null : await clients.FindAsync(content.ClientId, ct);
        return new SignOutRequest(content.ReturnUri, client);
    }

    private sealed record Sealed(string? ClientId, string? ReturnUri, DateTimeOffset ExpiresAt);
}
