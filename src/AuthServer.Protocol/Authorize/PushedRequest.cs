namespace AuthServer.Protocol.Authorize;

/// <summary>What a client gets for a request that it pushed (RFC 9126 §2.2).</summary>
/// <param name="Handle">32 random bytes, which name the request.</param>
/// <param name="ExpiresIn">How long a browser may bring it.</param>
public sealed record PushedRequest(string Handle, TimeSpan ExpiresIn)
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>The <c>request_uri</c>.</summary>
    public string Uri => Prefix + Handle;

    /// <summary>The handle in a <c>request_uri</c>; null where it names no pushed request.</summary>
    public static string? HandleOf(string? uri) =>
        uri is not null && uri.StartsWith(Prefix, StringComparison.Ordinal) ? uri[Prefix.Length..] : null;
}
