namespace AuthServer.Core.Sessions;

/// <summary>The section <c>Sessions</c>: how long a sign-in lasts. Shortening one cuts the sessions that exist, too.</summary>
public sealed class SessionOptions
{
    /// <summary>Without a request. Default 8 h; not for a remembered session.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>In all. Default 24 h; not for a remembered session.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>In all, for who asked to stay signed in. Default 30 d.</summary>
    public TimeSpan RememberLifetime { get; set; } = TimeSpan.FromDays(30);
}
