namespace AuthServer.Protocol.Issuing;

/// <summary>Keeps codes that are too long to travel.</summary>
public interface ICodeDrawer
{
    /// <summary>Puts one away.</summary>
    /// <returns>A handle of <see cref="Codes.HandleLength"/> characters.</returns>
    Task<string> PutAsync(string sealedCode, DateTimeOffset until, CancellationToken ct);

    /// <summary>The sealed code; null when the handle is unknown or expired. Taking it out spends nothing.</summary>
    Task<string?> FindAsync(string handle, CancellationToken ct);
}
