using Xunit;

namespace AuthServer.Protocol.Tests.Jose.Interop;

/// <summary>Needs <c>node</c> and <c>npm</c>: without them a failure where <c>CI=true</c>, elsewhere a skip.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && !(IsOnPath("node") && IsOnPath("npm")))
            Skip = "node and npm are not on the path";
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
