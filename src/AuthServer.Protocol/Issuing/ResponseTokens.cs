using System.Text;
using AuthServer.Protocol.Clients;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Issuing;

/// <summary>What a client gets as a JWT leaves through here: signed as it registered, then encrypted if it registered that
/// (OIDC Core §10.2: in this order).</summary>
public sealed class ResponseTokens(ISigningKeys keys, ClientKeys clientKeys, TimeProvider clock)
{
    /// <summary>Signs, and encrypts where that is wanted.</summary>
    /// <param name="algorithm">One of <see cref="JwsAlgorithms.Responses"/>.</param>
    /// <param name="encryption">As registered; null: not at all.</param>
    /// <param name="type"><c>typ</c>; empty: none.</param>
    /// <param name="claims">UTF-8 JSON.</param>
    /// <returns><c>temporarily_unavailable</c> while the client's secret or keys are not to be had: nothing leaves that
    /// somebody else could have made or could read.</returns>
    public ValueTask<Result<string>> ProtectAsync(
        Client client, string algorithm, ResponseEncryption? encryption, string type, ReadOnlySpan<byte> claims, CancellationToken ct)
    {
        var signer = algorithm == JwsAlgorithms.HS256 ? SecretOf(client)?.Signer : keys.Current(algorithm);
        if (signer is null)
            return ValueTask.FromResult<Result<string>>(Unavailable(client, algorithm));
        var token = JwsWriter.Write(signer, type, claims);
        return encryption is null
            ? ValueTask.FromResult<Result<string>>(token)
            : EncryptAsync(client, encryption, "JWT", Encoding.ASCII.GetBytes(token), ct);
    }

    /// <summary>Encrypts claims that nobody signed.</summary>
    /// <returns>As <see cref="ProtectAsync"/>.</returns>
    public ValueTask<Result<string>> EncryptAsync(
        Client client, ResponseEncryption encryption, ReadOnlyMemory<byte> claims, CancellationToken ct) =>
        EncryptAsync(client, encryption, null, claims, ct);

    private async ValueTask<Result<string>> EncryptAsync(
        Client client, ResponseEncryption encryption, string? contentType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var (algorithm, contentAlgorithm) = encryption;
        var key = encryption.IsSymmetric
            ? SecretOf(client)?.FindForEncryption(algorithm, contentAlgorithm)
            : (await clientKeys.FindAsync(client, ct))?.FindForEncryption(algorithm, contentAlgorithm);
        return key is null
            ? Unavailable(client, algorithm)
            : JweWriter.Write(key, algorithm, contentAlgorithm, contentType, content.Span);
    }

    private SharedSecret? SecretOf(Client client)
    {
        var now = clock.GetUtcNow();
        return client.SharedSecrets.FirstOrDefault(s => s.IsInForce(now));
    }

    private static OAuthError Unavailable(Client client, string algorithm) => new(
        ErrorCode.TemporarilyUnavailable, "no key of the client to answer with", $"{client.Id} has no key for {algorithm}");
}
