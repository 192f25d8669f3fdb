using System.Runtime.InteropServices;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Puts a thread behind all others. On Linux the runtime's own thread priorities do nothing; there every account may rank its
/// threads lower, one by one. It cannot be taken back.
/// </summary>
internal static class LowRank
{
    /// <summary>A tenth of what others get where all want the same core: it still goes on where a core is never idle.</summary>
    public const int Nice = 10;

    /// <summary>SCHED_IDLE: runs where nobody else wants the core, and is off it the moment that somebody does.</summary>
    public const int Idle = 5;

    // What such a thread starts is of the usual rank again (SCHED_RESET_ON_FORK).
    private const int Alone = 0x40000000;

    private const int ThisThread = 0;

    /// <summary>Behind others, for the thread that calls. Where the system refuses, or is another, it runs like any other.</summary>
    public static void Take()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(which: 0, ThisThread, Nice);
        else
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
    }

    /// <summary>Behind everybody, for the thread that calls; <see cref="Take"/> where there is no such rank.</summary>
    public static void TakeLowest()
    {
        var none = 0;
        if (!OperatingSystem.IsLinux() || SetScheduler(ThisThread, Idle | Alone, ref none) != 0)
            Take();
    }

    /// <summary>How nice the calling thread is, -20 to 19. Linux alone.</summary>
    public static int Read() => GetPriority(which: 0, ThisThread);

    /// <summary>How the calling thread is scheduled: 0 like any other, or <see cref="Idle"/>. Linux alone.</summary>
    public static int ReadPolicy() => GetScheduler(ThisThread) & ~Alone;

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int value);

    [DllImport("libc", EntryPoint = "getpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPriority(int which, int who);

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetScheduler(int who, int policy, ref int priority);

    [DllImport("libc", EntryPoint = "sched_getscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetScheduler(int who);
}
