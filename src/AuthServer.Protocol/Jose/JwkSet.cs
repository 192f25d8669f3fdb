namespace AuthServer.Protocol.Jose;

/// <summary>A set of public keys (RFC 7517 §5).</summary>
public sealed class JwkSet
{
}
