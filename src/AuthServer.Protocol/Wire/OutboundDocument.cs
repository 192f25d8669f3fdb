namespace AuthServer.Protocol.Wire;

/// <summary>What stood at an address.</summary>
/// <param name="Content">At most 256 KB.</param>
/// <param name="MediaType">In lower case, without parameters; null when the answer named none.</param>
/// <param name="MaxAge">How long the answer itself allows it to be kept; null: it does not say.</param>
public sealed record OutboundDocument(ReadOnlyMemory<byte> Content, string? MediaType, TimeSpan? MaxAge);
