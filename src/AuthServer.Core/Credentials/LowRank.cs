using System.Runtime.InteropServices;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Puts a thread behind all others. On Linux the runtime's own thread priorities do nothing; there the thread is made nice,
/// which Linux counts by thread and every account may do. It cannot be taken back.
/// </summary>
internal static class LowRank
{
    /// <summary>
    /// A tenth of what others get where all want the same core: others hardly notice, and it still goes on where a core is
    /// never idle. Less, and a thread that stopped with the runtime's locks in its hands would hold up everybody.
    /// </summary>
    public const int Nice = 10;

    private const int ThisThread = 0;

    /// <summary>For the thread that calls. Where the system refuses, or is another, it runs like any other.</summary>
    public static void Take()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(which: 0, ThisThread, Nice);
        else
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
    }

    /// <summary>How nice the calling thread is, -20 to 19. Linux alone.</summary>
    public static int Read() => GetPriority(which: 0, ThisThread);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int value);

    [DllImport("libc", EntryPoint = "getpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPriority(int which, int who);
}
