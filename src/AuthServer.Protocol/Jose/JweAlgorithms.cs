namespace AuthServer.Protocol.Jose;

/// <summary>
/// Encryption algorithms by their names in RFC 7518 §4.1 and §5.1, as far as this server writes them. RSA1_5 is not among
/// them: its padding is an oracle to whoever decrypts (RFC 8725 §3.2); nor are passwords (PBES2).
/// </summary>
public static class JweAlgorithms
{
    /// <summary><c>alg</c> for keys that a client publishes.</summary>
    public static readonly IReadOnlyList<string> Asymmetric =
        ["RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"];

    /// <summary><c>alg</c> for a client's secret.</summary>
    public static readonly IReadOnlyList<string> Symmetric = ["dir", "A128KW", "A256KW"];

    /// <summary><c>enc</c>.</summary>
    public static readonly IReadOnlyList<string> Content = [.. ContentEncryption.Names];
}
