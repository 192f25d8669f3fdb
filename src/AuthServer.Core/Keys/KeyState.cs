namespace AuthServer.Core.Keys;

/// <summary>Where a key stands.</summary>
public enum KeyState
{
    /// <summary>Shown to everybody, and not used yet.</summary>
    Announced,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Not used any more, and good for what it made until that has expired.</summary>
    Retired,

    /// <summary>Ended at once, with everything that it made.</summary>
    Revoked,
}
