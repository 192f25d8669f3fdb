namespace AuthServer.Protocol.Authorize;

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
