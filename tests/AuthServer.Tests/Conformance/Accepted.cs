namespace AuthServer.Tests.Conformance;

/// <summary>Warnings of the suite that we live with, each with its reason.</summary>
internal static class Accepted
{
    /// <summary>By module and check.</summary>
    public static IReadOnlyDictionary<(string Module, string Check), string> Warnings { get; } =
        new Dictionary<(string, string), string>();
}
