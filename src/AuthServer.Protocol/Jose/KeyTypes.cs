namespace AuthServer.Protocol.Jose;

/// <summary>Values of <c>kty</c> that this server computes with (RFC 7518 §6.1).</summary>
public static class KeyTypes
{
    /// <summary>Elliptic curve: P-256, P-384, P-521.</summary>
    public const string Ec = "EC";

    /// <summary>RSA of 2048 to 8192 bits.</summary>
    public const string Rsa = "RSA";

    /// <summary>A shared secret.</summary>
    public const string Oct = "oct";
}
