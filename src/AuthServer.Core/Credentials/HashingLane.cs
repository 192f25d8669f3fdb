using Microsoft.Extensions.Options;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Where password hashes are computed: a few at a time, a bounded number waiting, none for long. A storm of sign-ins makes
/// sign-ins slow, and nothing else.
/// </summary>
internal sealed class HashingLane(IOptions<PasswordPolicy> policy) : IDisposable
{
    /// <summary>Nobody looks at a page that does not come for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _lanes = new(policy.Value.Lanes);
    private readonly int _capacity = policy.Value.Lanes * (1 + policy.Value.Waiting);
    private int _inside;
    private long _computed;

    /// <summary>Hashes computed so far: what sign-ins cost.</summary>
    public long Computed => Interlocked.Read(ref _computed);

    /// <summary>Computes off the request's thread.</summary>
    /// <returns>Null when too many wait already, or its turn did not come for ten seconds: nothing was computed.</returns>
    public async Task<T?> RunAsync<T>(Func<T> compute, CancellationToken ct) where T : struct
    {
        if (Interlocked.Increment(ref _inside) > _capacity)
        {
            Interlocked.Decrement(ref _inside);
            return null;
        }

        try
        {
            if (!await WaitAsync(ct))
                return null;
            Counts.Busy.Add(1);
            try
            {
                var result = await Task.Run(compute, ct);
                Interlocked.Increment(ref _computed);
                Counts.Computed.Add(1);
                return result;
            }
            finally
            {
                Counts.Busy.Add(-1);
                _lanes.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken ct)
    {
        Counts.Waiting.Add(1);
        try
        {
            return await _lanes.WaitAsync(Patience, ct);
        }
        finally
        {
            Counts.Waiting.Add(-1);
        }
    }

    public void Dispose() => _lanes.Dispose();
}
