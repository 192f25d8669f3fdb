using Microsoft.Extensions.Logging;

namespace AuthServer.Core.Declarations;

/// <summary>Applies the files when they changed since it last did.</summary>
public sealed class DeclarationRunner(
    DeclarationFiles files, DeclarationApplier applier, ILogger<DeclarationRunner> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private string? _done;

    /// <summary>Applies what changed; files with errors change nothing and are told of once.</summary>
    /// <returns>False when the files as they are now have errors.</returns>
    public async Task<bool> ApplyChangedAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            // Taken before reading: a change while we read differs from it and is read again.
            var fingerprint = files.Fingerprint();
            if (fingerprint == _done)
                return true;
            var reading = files.Read();
            if (reading.Errors.Count > 0)
            {
                Log.Refused(logger, string.Join(Environment.NewLine, reading.Errors));
                _done = fingerprint;
                return false;
            }

            await applier.ApplyAsync(reading.Set, ct);
            _done = fingerprint;
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
