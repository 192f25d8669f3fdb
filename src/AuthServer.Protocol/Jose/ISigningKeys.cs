namespace AuthServer.Protocol.Jose;

/// <summary>The server's own signing keys, as every node holds them in memory.</summary>
public interface ISigningKeys
{
    /// <summary>The key that signs now.</summary>
    /// <param name="algorithm">One of <see cref="JwsAlgorithms.Signing"/>.</param>
    /// <exception cref="InvalidOperationException">No active key: a fault, answer server_error.</exception>
    SigningKey Current(string algorithm);

    /// <summary>Every key whose signatures may still be met, newest first: what the JWKS shows.</summary>
    IReadOnlyList<SigningKey> Published { get; }
}
