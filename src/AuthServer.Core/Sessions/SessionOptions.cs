using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Sessions;

/// <summary>
/// The section <c>Sessions</c>: how long a sign-in lasts. Shortening one cuts the sessions that exist, too.
/// </summary>
public sealed class SessionOptions
{
    /// <summary>Without a request. Default 8 h; not for a remembered session.</summary>
    public Duration IdleLifetime { get; set; } = Duration.Hours(8);

    /// <summary>In all. Default 24 h; not for a remembered session.</summary>
    public Duration AbsoluteLifetime { get; set; } = Duration.Hours(24);

    /// <summary>In all, for who asked to stay signed in. Default 30 d.</summary>
    public Duration RememberLifetime { get; set; } = Duration.Days(30);
}
