using System.Net;

namespace AuthServer.Core.Outbound;

/// <summary>
/// Looks names up, a few at a time. A lookup cannot be called off, and holds its thread as long as a name server that does
/// not answer pleases: so it has a thread of its own, and there are not many.
/// </summary>
internal sealed class Names(NameLookup lookup) : IDisposable
{
    private const int Lanes = 16;

    private readonly SemaphoreSlim _lanes = new(Lanes);

    /// <summary>The operating system's answer.</summary>
    public static Task<IPAddress[]> AskSystem(string host) => Task.Factory.StartNew(
        () => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Looks a name up; who stops waiting leaves the lane taken until the lookup ends.</summary>
    public async Task<IPAddress[]> FindAsync(string host, CancellationToken ct)
    {
        await _lanes.WaitAsync(ct);
        return await LookUpAsync(host).WaitAsync(ct);
    }

    public void Dispose() => _lanes.Dispose();

    private async Task<IPAddress[]> LookUpAsync(string host)
    {
        try
        {
            return await lookup(host);
        }
        finally
        {
            _lanes.Release();
        }
    }
}
