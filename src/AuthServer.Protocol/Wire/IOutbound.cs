namespace AuthServer.Protocol.Wire;

/// <summary>
/// The one way to an address that a client named: guarded against our own networks where it connects, without redirects,
/// bounded in time and size. What went wrong is logged there, and nobody outside learns it.
/// </summary>
public interface IOutbound
{
    /// <summary>Judges an address before it is registered, without looking a name up.</summary>
    /// <returns>What is wrong, for whoever registers it; null when it may be called.</returns>
    string? Judge(string url);

    /// <summary>Fetches a document; no cache.</summary>
    /// <returns>Null when the address is not allowed, does not answer 200 in 3 s, or answers more than 256 KB.</returns>
    Task<OutboundDocument?> GetAsync(string url, CancellationToken ct);

    /// <summary>Posts JSON.</summary>
    /// <param name="headers">Beside those of the content.</param>
    /// <returns>The status of the answer, whose content is not read; null when there was none.</returns>
    Task<int?> PostAsync(
        string url, ReadOnlyMemory<byte> json, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken ct);

    /// <summary>Posts a form.</summary>
    /// <returns>The status of the answer, whose content is not read; null when there was none.</returns>
    Task<int?> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct);
}
