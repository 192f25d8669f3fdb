using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>Where an answer goes: an address that is registered, and what goes back with it.</summary>
/// <param name="RedirectUri">Byte for byte as registered.</param>
/// <param name="Mode">One of <see cref="ResponseModes"/>.</param>
/// <param name="State">Returned as it came; null when none came or it was faulty.</param>
public sealed record ReplyAddress(string RedirectUri, string Mode, string? State)
{
    /// <summary>Whose address it is.</summary>
    public string ClientId { get; init; } = "";
}
