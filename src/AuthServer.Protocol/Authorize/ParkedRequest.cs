using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Authorize;

/// <summary>What the consent page said, and for whom: a decision of one person in one session about one request.</summary>
/// <param name="Denied">The person refused.</param>
/// <param name="Scopes">What the person left ticked.</param>
public sealed record ConsentDecision(Guid? UserId, Guid? SessionId, bool Denied, ScopeSet Scopes);

/// <summary>An authorization request that waits for a page. It is kept as it came and judged anew each time.</summary>
/// <param name="Handle">What the pages carry: 32 random bytes; stored as a hash.</param>
/// <param name="Parameters">The request, form-encoded; nothing a page sends can change it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Decision">Null until the consent page was answered.</param>
public sealed record ParkedRequest(
    string Handle, string Parameters, DateTimeOffset ReceivedAt, ConsentDecision? Decision);

/// <summary>Where requests wait: rows, bound to one browser, that expire.</summary>
public interface IParkedRequests
{
    /// <summary>Puts one away.</summary>
    /// <param name="browser">The browser that it belongs to; null: the first one that comes back with the handle.</param>
    /// <returns>The handle.</returns>
    Task<string> ParkAsync(string parameters, DateTimeOffset receivedAt, string? browser, CancellationToken ct);

    /// <summary>Finds one without taking it.</summary>
    /// <returns>Null when it is unknown, expired, taken, or another browser's.</returns>
    Task<ParkedRequest?> FindAsync(string handle, string browser, CancellationToken ct);

    /// <summary>Takes it for good, once: before its code leaves, or when its client was told no.</summary>
    /// <returns>False when somebody was faster.</returns>
    Task<bool> ConsumeAsync(string handle, CancellationToken ct);
}
