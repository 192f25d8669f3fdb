namespace AuthServer.Core.Sessions;

/// <summary>Where a session lives.</summary>
public enum SessionKind : short
{
    /// <summary>A cookie names it.</summary>
    Browser = 1,

    /// <summary>An app of the JSON API; only its tokens name it.</summary>
    Native = 2,
}
