namespace AuthServer.Core.Data;

/// <summary>How certain a change must be before anybody is answered. By default it is on disk.</summary>
internal static class Durability
{
    /// <summary>
    /// SQL that lets the statement it stands in commit without waiting for the disk: a crash of the database may forget
    /// what changed in the last half second. For what is made good by itself alone. Text, never null.
    /// </summary>
    public const string NotAwaited = "set_config('synchronous_commit', 'off', true)";
}
