using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>What is wrong with one member of a client's document.</summary>
/// <param name="Path">Where, from the document's root: <c>redirect_uris[0]</c>; empty for the whole.</param>
/// <param name="Text">What, in ASCII, for whoever wrote it.</param>
public sealed record ClientMetadataError(string Path, string Text)
{
    /// <summary>How dynamic registration names it (RFC 7591 §3.2.2).</summary>
    public ErrorCode Code => Path.StartsWith("redirect_uris", StringComparison.Ordinal)
        ? ErrorCode.InvalidRedirectUri
        : ErrorCode.InvalidClientMetadata;
}
