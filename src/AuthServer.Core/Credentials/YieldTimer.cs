using System.Runtime.InteropServices;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Makes the thread that owns it offer its core to whoever waits, four thousand times a second, while it computes what knows
/// of no such thing. Linux alone; where the system refuses, nothing is offered.
/// </summary>
/// <remarks>
/// Ranks count among the threads of a scheduling group, and each service, container or connection of PostgreSQL is one. Whose
/// turn it is among groups, Linux looks up when somebody sleeps or at its tick, which is 4 ms: so long a statement would wait
/// for a hash on the same core, of whatever rank. A thread that yields makes it look.
/// </remarks>
internal sealed class YieldTimer : IDisposable
{
    private const int Signal = 60; // of those that mean nothing, and that the runtime leaves alone
    private const int ToThread = 4; // SIGEV_THREAD_ID
    private const int Monotonic = 1;
    private static readonly TimeSpan Period = TimeSpan.FromMicroseconds(250);

    private static readonly Lazy<bool> CanYield = new(TryHandle);

    private readonly nint _timer;

    private YieldTimer(nint timer) => _timer = timer;

    /// <summary>Of the thread that calls. It waits until it is begun.</summary>
    /// <returns>Null: the system has no such thing.</returns>
    public static YieldTimer? TryCreate()
    {
        if (!CanYield.Value)
            return null;
        var wanted = new Notice { Signal = Signal, Way = ToThread, Thread = GetThread() };
        return Create(Monotonic, ref wanted, out var timer) == 0 ? new YieldTimer(timer) : null;
    }

    // The system's own function is what the signal calls: nothing of the runtime runs on a thread that was interrupted anywhere.
    // What else is called here, the oldest systems keep elsewhere.
    private static bool TryHandle() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(YieldTimer).Assembly, DllImportSearchPath.SafeDirectories, out var libc)
        && NativeLibrary.TryGetExport(libc, "gettid", out _) && NativeLibrary.TryGetExport(libc, "timer_create", out _)
        && NativeLibrary.TryGetExport(libc, "sched_yield", out var yield) && SetHandler(Signal, yield) != -1;

    /// <summary>From now on, until <see cref="End"/>.</summary>
    public void Begin() => Set((nint)Period.TotalNanoseconds);

    /// <summary>No more: a thread that sleeps would be woken up.</summary>
    public void End() => Set(0);

    /// <summary>For good: the system keeps a timer when its thread has ended.</summary>
    public void Dispose() => _ = Delete(_timer);

    private void Set(nint nanoseconds)
    {
        var times = new Times { IntervalNanoseconds = nanoseconds, FirstNanoseconds = nanoseconds };
        _ = Set(_timer, flags: 0, ref times, before: 0);
    }

    /// <summary>struct sigevent</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Notice
    {
        public nint Value;
        public int Signal;
        public int Way;
        public int Thread;
    }

    /// <summary>struct itimerspec</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Times
    {
        public nint IntervalSeconds;
        public nint IntervalNanoseconds;
        public nint FirstSeconds;
        public nint FirstNanoseconds;
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);

    [DllImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetThread();

    [DllImport("libc", EntryPoint = "timer_create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Create(int clock, ref Notice notice, out nint timer);

    [DllImport("libc", EntryPoint = "timer_delete")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Delete(nint timer);

    [DllImport("libc", EntryPoint = "timer_settime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(nint timer, int flags, ref Times times, nint before);
}
