using AuthServer.Tests.Conformance.Rp;

namespace AuthServer.Tests.Conformance;

/// <summary>
/// Modules whose feature the server does not offer: what is not built is not in discovery. They run all the same and are
/// not counted; from the day that discovery names the feature they have to pass.
/// </summary>
internal static class NotYet
{
    private static readonly Dictionary<string, string> Plans = new()
    {
        ["session-management"] = "check_session_iframe",
        ["frontchannel-logout"] = "frontchannel_logout_supported",
        ["backchannel-logout"] = "backchannel_logout_supported",
    };

    /// <returns>The member of discovery that is missing; null: it has to pass.</returns>
    public static string? Reason(Case at, Provider server)
    {
        if (Plans.TryGetValue(at.Variant.Plan, out var feature) && !server.Has(feature))
            return feature;
        return NeedsClient(at) && !server.Has("registration_endpoint") ? "registration_endpoint" : null;
    }

    private static bool NeedsClient(Case at) =>
        at.Variant.IsDynamic && at.Module != "oidcc-server-rotate-keys"
        && !at.Module.EndsWith("discovery-endpoint-verification", StringComparison.Ordinal);
}
