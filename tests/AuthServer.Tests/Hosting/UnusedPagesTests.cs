using System.Globalization;
using AuthServer.Hosting;
using Xunit;

namespace AuthServer.Tests.Hosting;

public sealed class UnusedPagesTests
{
    private const string Folder = "/app/";

    [Theory]
    [InlineData("70001000-70004000 r-xp 00000000 08:01 7      /app/AuthServer.r2r.dll", 0, true)]
    [InlineData("70001000-70004000 r--s 00000000 08:01 7      /app/a folder/of assemblies.dll", 0, true)]
    [InlineData("70001000-70004000 rw-p 00000000 08:01 7      /app/AuthServer.r2r.dll", 0, false)] // may be written
    [InlineData("70001000-70004000 r--p 00000000 08:01 7      /app/libcoreclr.so", 4, false)] // was written
    [InlineData("70001000-70004000 r-xp 00000000 08:01 7      /usr/lib/libc.so.6", 0, false)] // somebody else's
    [InlineData("70001000-70004000 r-xs 00000000 00:01 7      /memfd:doublemapper (deleted)", 0, false)]
    [InlineData("70001000-70004000 r--p 00000000 00:00 0", 0, false)]
    [InlineData("70001000-70004000 ---p 00000000 08:01 7      /app/libcoreclr.so", 0, false)]
    public void Only_what_is_a_file_of_the_folder_and_nothing_else_is_given_back(string mapping, int written, bool isGivenBack)
    {
        string[] lines =
        [
            mapping, "Size:                 12 kB", "Rss:                  12 kB", $"Anonymous:             {written} kB", "VmFlags: rd mr mw me",
            "7fff00000000-7fff00001000 r-xp 00000000 00:00 0          [vdso]", "Anonymous:             0 kB",
        ];

        UnusedPages.Range[] expected = isGivenBack ? [new(0x70001000, 0x3000)] : [];
        Assert.Equal(expected, UnusedPages.ReadOnlyIn(Folder, lines));
    }

    [Fact]
    public void Pages_go_at_the_second_look_and_come_back_when_they_are_used()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var pages = new UnusedPages();
        pages.GiveBack();
        var atFirst = Resident();
        pages.GiveBack();
        var atLast = Resident();

        Assert.True(atLast < atFirst / 2, $"{atLast} of {atFirst} kB are left");
        Assert.NotEmpty(typeof(UnusedPages).Assembly.GetTypes());
    }

    /// <summary>Kilobytes of the tests' own assemblies that this process holds.</summary>
    private static int Resident()
    {
        var (sum, isOurs) = (0, false);
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (!char.IsAsciiLetterUpper(line[0]))
                isOurs = line.Contains(' ' + AppContext.BaseDirectory, StringComparison.Ordinal) && line.Contains(" r--s ", StringComparison.Ordinal);
            else if (isOurs && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
