namespace AuthServer.Tests.Fixtures;

/// <summary>
/// What the test needs is not on this machine. From a test or any of its fixtures; see <see cref="SkippingFramework"/>.
/// </summary>
public sealed class SkippedTestException(string reason) : Exception(Mark + reason)
{
    internal const string Mark = "skipped: ";

    /// <summary>Only a machine of somebody's own may lack something; where CI=true that is a failure.</summary>
    public static Exception Missing(string what) =>
        Environment.GetEnvironmentVariable("CI") == "true"
            ? new InvalidOperationException($"{what} is missing, and CI=true")
            : new SkippedTestException($"{what} is missing");
}
