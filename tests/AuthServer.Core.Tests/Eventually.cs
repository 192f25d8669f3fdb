using System.Diagnostics;

namespace AuthServer.Core.Tests;

internal static class Eventually
{
    /// <summary>Waits for what happens behind the scenes.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition();)
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(10))
                throw new TimeoutException("It did not come true within 10 s.");
            await Task.Delay(10);
        }
    }
}
