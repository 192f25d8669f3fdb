using System.Text;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>What a client gets as a JWT leaves through here: signed as it registered, then encrypted if it registered that
/// (OIDC Core §10.2: in this order).</summary>
public sealed class ResponseTokens(ISigningKeys keys, ClientKeys clientKeys)
{
    /// <summary>Signs.</summary>
    /// <param name="algorithm">One of <see cref="JwsAlgorithms.Signing"/>.</param>
    /// <param name="type"><c>typ</c>; empty: none.</param>
    /// <param name="claims">UTF-8 JSON.</param>
    public string Sign(string algorithm, string type, ReadOnlySpan<byte> claims) =>
        JwsWriter.Write(keys.Current(algorithm), type, claims);

    /// <summary>Encrypts a signed token to its client; without encryption it is the token as it came.</summary>
    /// <param name="how">As registered; null: not at all.</param>
    /// <returns><c>temporarily_unavailable</c> while no key of the client fits: nothing leaves that others can read.</returns>
    public ValueTask<Result<string>> EncryptAsync(Client client, ResponseEncryption? how, string token, CancellationToken ct) =>
        how is null
            ? ValueTask.FromResult<Result<string>>(token)
            : EncryptAsync(client, how, "JWT", Encoding.ASCII.GetBytes(token), ct);

    /// <summary>Encrypts a content that is no token, such as bare claims.</summary>
    /// <returns>As the other.</returns>
    public ValueTask<Result<string>> EncryptAsync(
        Client client, ResponseEncryption how, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        EncryptAsync(client, how, null, content, ct);

    private async ValueTask<Result<string>> EncryptAsync(
        Client client, ResponseEncryption how, string? contentType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if ((await clientKeys.FindAsync(client, ct))?.FindForEncryption(how.Algorithm, how.ContentAlgorithm) is not { } key)
        {
            return new OAuthError(
                ErrorCode.TemporarilyUnavailable, "no key of the client to encrypt with", $"no key of {client.Id} for {how.Algorithm}");
        }

        return JweWriter.Write(key, how.Algorithm, how.ContentAlgorithm, contentType, content.Span);
    }
}
