using System.Globalization;
using System.Runtime.InteropServices;

namespace AuthServer.Hosting;

/// <summary>
/// Gives memory back that this process holds and does not use: pages of its own assemblies and libraries, of which a start
/// reads many that nobody needs again, and what the C library keeps of what was freed. Whoever needs such a page again finds
/// it in the system's cache of files, in a microsecond. Linux alone; elsewhere nothing happens.
/// </summary>
/// <remarks>
/// Of a mapping that cannot be written and has no page of its own, all pages are the file's: forgotten, they are what they
/// were. Only what was there at the last look, too, is asked to be forgotten, since its place might be somebody else's by
/// now; and only files of the server's own folder, which stay mapped as long as it runs.
/// </remarks>
internal sealed class UnusedPages
{
    private const int DontNeed = 4; // MADV_DONTNEED

    private static readonly bool CanTrim =
        NativeLibrary.TryLoad("libc", typeof(UnusedPages).Assembly, DllImportSearchPath.SafeDirectories, out var libc)
        && NativeLibrary.TryGetExport(libc, "malloc_trim", out _); // glibc has it

    private HashSet<Range> _seen = [];

    /// <summary>From the second call on.</summary>
    public void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var found = ReadOnlyIn(AppContext.BaseDirectory, File.ReadLines("/proc/self/smaps")).ToHashSet();
        foreach (var (start, length) in found.Where(_seen.Contains))
            _ = Advise(start, length, DontNeed); // refused: they stay
        _seen = found;
        if (CanTrim)
            _ = Trim(kept: 0);
    }

    /// <summary>Where files of a folder are mapped that nobody can write or has written.</summary>
    /// <param name="folder">With a slash at its end.</param>
    /// <param name="lines">As proc_pid_smaps(5) has them.</param>
    internal static IEnumerable<Range> ReadOnlyIn(string folder, IEnumerable<string> lines)
    {
        Range? candidate = null;
        foreach (var line in lines)
        {
            // A mapping's first line begins with its address, in small letters; what is said of it, with a capital.
            if (!char.IsAsciiLetterUpper(line[0]))
                candidate = ReadMapping(line, folder);
            else if (candidate is { } range && line.StartsWith("Anonymous:", StringComparison.Ordinal)
                && line.EndsWith(" 0 kB", StringComparison.Ordinal))
                yield return range;
        }
    }

    private static Range? ReadMapping(string line, string folder)
    {
        var (dash, space) = (line.IndexOf('-', StringComparison.Ordinal), line.IndexOf(' ', StringComparison.Ordinal));
        var isReadOnly = line[space + 1] == 'r' && line[space + 2] == '-';
        if (!isReadOnly || !line.Contains(' ' + folder, StringComparison.Ordinal))
            return null;
        var (start, end) = (Hex(line.AsSpan(0, dash)), Hex(line.AsSpan(dash + 1, space - dash - 1)));
        return new Range(start, (nuint)(end - start));

        static nint Hex(ReadOnlySpan<char> digits) => nint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint start, nuint length, int advice);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint kept);

    /// <summary>A stretch of addresses.</summary>
    internal readonly record struct Range(nint Start, nuint Length);
}
