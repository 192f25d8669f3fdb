using System.Diagnostics;

namespace AuthServer.Tests.Fixtures;

/// <summary>Waits for what happens behind the scenes. It comes within a second or so; the patience is for slow machines.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits until it holds.</summary>
    /// <exception cref="TimeoutException">It did not, within a minute.</exception>
    public static Task TrueAsync(Func<bool> holds) => TrueAsync(() => Task.FromResult(holds()));

    /// <inheritdoc cref="TrueAsync(Func{bool})"/>
    public static Task TrueAsync(Func<Task<bool>> holds) => TrueAsync(holds, Patience);

    /// <summary>Waits until it holds, and no longer than that.</summary>
    public static Task TrueAsync(Func<Task<bool>> holds, TimeSpan patience) => SeeAsync(holds, held => held, patience);

    /// <summary>Looks again until what is seen is so; a server that does not listen yet is not seen.</summary>
    /// <returns>What was seen then.</returns>
    /// <exception cref="TimeoutException">It was not so within a minute; the message says what was seen last.</exception>
    public static Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> isSo) => SeeAsync(look, isSo, Patience);

    private static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, TimeSpan patience)
    {
        object? last = null;
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience; await Task.Delay(25))
        {
            try
            {
                var seen = await look();
                if (isSo(seen))
                    return seen;
                last = seen;
            }
            catch (HttpRequestException notThere)
            {
                last = notThere.Message;
            }
        }

        throw new TimeoutException($"Still, after {patience}: {last}");
    }
}
