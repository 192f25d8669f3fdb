namespace AuthServer.Protocol.Authorize;

/// <summary>An authorization request that waits for a page. It is kept as it came and judged anew each time.</summary>
/// <param name="Handle">What the pages carry: 32 random bytes; stored as a hash.</param>
/// <param name="Parameters">The request, form-encoded; nothing a page sends can change it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Decision">Null until the consent page was answered.</param>
public sealed record ParkedRequest(
    string Handle, string Parameters, DateTimeOffset ReceivedAt, ConsentDecision? Decision);
