using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AuthServer.Core.Credentials;
using Xunit;

namespace AuthServer.Core.Tests.Credentials;

public sealed class YieldTimerTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void Thread_that_computes_gives_way_two_thousand_times_a_second()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var over = new ManualResetEventSlim();
        using var isThere = new ManualResetEventSlim();
        var core = GetCore();
        var (staysOther, stays, hasTimer) = (false, false, false); // judged below: who throws on a thread ends the process
        var other = new Thread(() =>
        {
            staysOther = TryStayOn(core);
            isThere.Set();
            while (!over.IsSet)
                Thread.SpinWait(100);
        });
        var (used, switches) = (0L, 0L);
        var computes = new Thread(() =>
        {
            stays = TryStayOn(core);
            isThere.Wait();
            using var yields = YieldTimer.TryCreate();
            hasTimer = yields is not null;
            yields?.Begin();
            var (usedBefore, switchesBefore) = (Used(), Switches());
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Enough;)
                Thread.SpinWait(100);
            (used, switches) = (Used() - usedBefore, Switches() - switchesBefore);
            yields?.End();
            over.Set();
        });
        other.Start();
        computes.Start();
        computes.Join();
        other.Join();

        Assert.True(staysOther && stays && hasTimer, $"{staysOther} {stays} {hasTimer}");
        // By itself the system lets one of two run for milliseconds.
        Assert.True(switches > 10 && used / switches < 1_000_000, $"{switches} times in {used / 1_000_000} ms of work");
    }

    /// <summary>Nanoseconds of the calling thread's work.</summary>
    private static long Used() => long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>How often the calling thread made room for another.</summary>
    private static long Switches() => long.Parse(
        File.ReadLines("/proc/thread-self/status").First(l => l.StartsWith("nonvoluntary_ctxt_switches", StringComparison.Ordinal)).Split('\t')[1],
        CultureInfo.InvariantCulture);

    private static bool TryStayOn(int core)
    {
        var cores = new byte[128];
        cores[core / 8] = (byte)(1 << (core % 8));
        return SetCores(0, cores.Length, cores) == 0;
    }

    [DllImport("libc", EntryPoint = "sched_getcpu")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetCore();

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetCores(int thread, nint size, byte[] cores);
}
