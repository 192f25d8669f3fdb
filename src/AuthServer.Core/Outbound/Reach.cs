namespace AuthServer.Core.Outbound;

/// <summary>Where an IP address leads.</summary>
internal enum Reach
{
    /// <summary>Out into the internet.</summary>
    Public,

    /// <summary>To this machine or a network of the operator's, who may allow it.</summary>
    Private,

    /// <summary>To no server at all, or to one that only a trick would name: cloud metadata, tunnels, groups.</summary>
    Never,
}
