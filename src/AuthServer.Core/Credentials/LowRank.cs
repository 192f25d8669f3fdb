using System.Runtime.InteropServices;

namespace AuthServer.Core.Credentials;

/// <summary>
/// Puts a thread behind all others. On Linux the runtime's own thread priorities do nothing; there the thread is made nice,
/// which Linux counts by thread and every account may do, and asks for long turns. It cannot be taken back.
/// </summary>
internal static class LowRank
{
    /// <summary>
    /// A tenth of what others get where all want the same core: others hardly notice, and it still goes on where a core is
    /// never idle. Less, and a thread that stopped with the runtime's locks in its hands would hold up everybody.
    /// </summary>
    public const int Nice = 10;

    /// <summary>
    /// Whoever asks for longer turns waits longer for them: a thread that wakes up with something short to do comes first at
    /// once, not when the turn is over. The longest that Linux gives (since 6.12; before, this says nothing).
    /// </summary>
    private const ulong Turn = 100_000_000; // ns

    private const int ThisThread = 0;

    private static readonly long SetAttributesNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => -1, // refused, as where the kernel does not know it
    };

    /// <summary>For the thread that calls. Where the system refuses, or is another, it runs like any other.</summary>
    public static void Take()
    {
        if (!OperatingSystem.IsLinux())
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
        else if (!TrySetAttributes())
            _ = SetPriority(which: 0, ThisThread, Nice);
    }

    /// <summary>How nice the calling thread is, -20 to 19. Linux alone.</summary>
    public static int Read() => GetPriority(which: 0, ThisThread);

    private static bool TrySetAttributes()
    {
        var wanted = new Attributes { Size = (uint)Marshal.SizeOf<Attributes>(), Nice = Nice, Runtime = Turn };
        return SetAttributesNumber > 0 && SystemCall(SetAttributesNumber, ThisThread, ref wanted, flags: 0) == 0;
    }

    /// <summary>sched_setattr(2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy; // 0: SCHED_OTHER
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long SystemCall(long number, long thread, ref Attributes attributes, long flags);

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int value);

    [DllImport("libc", EntryPoint = "getpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPriority(int which, int who);
}
