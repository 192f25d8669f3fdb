using System.Buffers.Text;
using System.Security.Cryptography;
using AuthServer.Protocol.Clients;

namespace AuthServer.Core.Clients;

/// <summary>What may be known of a secret: neither itself nor its hash.</summary>
/// <param name="Id">Among its client's.</param>
/// <param name="CreatedAt">Null: before that was written down.</param>
/// <param name="ExpiresAt">Refused from then on; null: never.</param>
public sealed record ClientSecret(string Id, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt)
{
    internal static ClientSecret Of(ClientSecretHash secret) => new(IdOf(secret), secret.MadeAt, secret.ExpiresAt);

    // From the key, which is random and tells nothing of the secret.
    internal static string IdOf(ClientSecretHash secret) => Base64Url.EncodeToString(SHA256.HashData(secret.Key).AsSpan(0, 9));
}
