using AuthServer.Protocol.Jose;

namespace AuthServer.Protocol.Clients;

/// <summary>How an answer to a client is encrypted (RFC 7516 §4.1).</summary>
/// <param name="Algorithm"><c>alg</c>: how the content's key is wrapped.</param>
/// <param name="ContentAlgorithm"><c>enc</c>. Default A128CBC-HS256 (OIDC Registration §2).</param>
public sealed record ResponseEncryption(string Algorithm, string ContentAlgorithm)
{
    /// <summary>Whether the client's secret is the key.</summary>
    public bool IsSymmetric => JweAlgorithms.Symmetric.Contains(Algorithm);
}
