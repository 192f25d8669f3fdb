namespace AuthServer.Protocol.Authorize;

/// <summary>Where pushed requests lie until a browser brings their name (RFC 9126 §2).</summary>
public interface IPushedRequests
{
    /// <summary>Puts one away.</summary>
    /// <param name="clientId">Whose it is.</param>
    /// <param name="parameters">The request, form-encoded.</param>
    /// <param name="expiresAt">No browser may bring it from then on; who brought it earlier may still finish.</param>
    /// <returns>The handle.</returns>
    Task<string> PushAsync(string clientId, string parameters, DateTimeOffset expiresAt, CancellationToken ct);

    /// <summary>Finds one without taking it: a page may be loaded twice.</summary>
    /// <returns>Its parameters; null when it is unknown, expired, taken, or another client's.</returns>
    Task<string?> FindAsync(string handle, string clientId, CancellationToken ct);

    /// <summary>Takes it for good, once: before the client is answered.</summary>
    /// <returns>False when somebody was faster.</returns>
    Task<bool> ConsumeAsync(string handle, CancellationToken ct);
}
