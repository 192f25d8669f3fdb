using Npgsql;

namespace AuthServer.Core.Deliveries;

/// <summary>Writes down how something ended that was done under a lease.</summary>
internal static class LeasedMark
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Marks, also while we are stopping. A database that is away for a moment must not make us send twice: as long as
    /// the lease lasts, we try.
    /// </summary>
    /// <param name="until">The lease's end.</param>
    /// <returns>False: the lease was lost.</returns>
    public static async Task<bool> WriteAsync(
        DateTimeOffset until, TimeProvider clock, Func<CancellationToken, Task<bool>> mark)
    {
        while (true)
        {
            try
            {
                return await mark(CancellationToken.None);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                if (clock.GetUtcNow() >= until)
                    return false;
                await Task.Delay(Again);
            }
        }
    }
}
