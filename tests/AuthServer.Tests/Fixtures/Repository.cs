namespace AuthServer.Tests.Fixtures;

/// <summary>Where this checkout is.</summary>
internal static class Repository
{
    /// <summary>The folder of Auth.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>
    /// How the server is started: the binary that <c>./test</c> has published; without it what was built, in the
    /// configuration of this test run.
    /// </summary>
    public static string[] ServerCommand { get; } =
        Environment.GetEnvironmentVariable("AUTH_TEST_SERVER") is { Length: > 0 } published
            ? [published]
            : ["dotnet", Path.Combine(Root, "src", "AuthServer", "bin", Configuration(), "net10.0", "AuthServer.dll")];

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Auth.sln")))
                return folder;
        }

        throw new InvalidOperationException("Tests run inside the checkout that they were built in.");
    }

    private static string Configuration()
    {
#if DEBUG
        return "Debug";
#else
        return "Release";
#endif
    }
}
