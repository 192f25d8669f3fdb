namespace AuthServer.Tests.Conformance;

/// <summary>Modules that wait for a feature. They run all the same, and the first that passes has to be taken off.</summary>
internal static class NotYet
{
    /// <returns>What it waits for; null: it has to pass.</returns>
    public static string? Reason(Case at)
    {
        if (at.Variant.IsDynamic)
            return "clients that register themselves";
        return null;
    }
}
