using AuthServer.Protocol.Issuing;

namespace AuthServer.Protocol.Authorize;

/// <summary>What a client wants to hear of the sign-in's strength (OIDC Core §3.1.2.1, §5.5.1.1).</summary>
/// <param name="Values">Best first; empty: any.</param>
/// <param name="IsEssential">Whether nothing but one of the values will do.</param>
public sealed record AcrDemand(IReadOnlyList<string> Values, bool IsEssential)
{
    /// <summary>Whether a sign-in by these methods will do.</summary>
    public bool IsMetBy(IReadOnlyList<string> methods) =>
        !IsEssential || Values.Any(v => AuthenticationContext.Reaches(methods, v));

    /// <summary>Whether any sign-in here will.</summary>
    public bool CanBeMet => !IsEssential || Values.Intersect(AuthenticationContext.Supported, StringComparer.Ordinal).Any();
}
