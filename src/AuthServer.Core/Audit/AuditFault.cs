namespace AuthServer.Core.Audit;

/// <summary>Something that is wrong with the log.</summary>
/// <param name="Fault">One of <see cref="AuditFaults"/>.</param>
/// <param name="Id">Of the event; null: there is none.</param>
/// <param name="Number">Of the event, or where one is missing; null: it has none.</param>
/// <param name="Until">The last number of several that are missing.</param>
public sealed record AuditFault(string Fault, Guid? Id, long? Number, long? Until = null);

/// <summary>What can be wrong.</summary>
public static class AuditFaults
{
    /// <summary>The event does not say what the server wrote, or the server did not write it.</summary>
    public const string Changed = "changed";

    /// <summary>
    /// Its seal is not that of its number after the event before: it is not where it was, or what was before is not. Without a
    /// number: its seal is gone.
    /// </summary>
    public const string OutOfOrder = "out_of_order";

    /// <summary>Events of these numbers are gone, or the one with this id, which waited for its number.</summary>
    public const string Missing = "missing";

    /// <summary>Its personal data is not what was written.</summary>
    public const string PersonalData = "personal_data";

    /// <summary>Its key is not in the ring: nobody can tell.</summary>
    public const string KeyUnknown = "key_unknown";

    /// <summary>A checkpoint is later than the last event: the end of the log is gone.</summary>
    public const string Truncated = "truncated";

    /// <summary>The event of a checkpoint's number is another one than then.</summary>
    public const string OtherThanCheckpoint = "other_than_checkpoint";

    /// <summary>A checkpoint in the table is not one that the server made.</summary>
    public const string CheckpointChanged = "checkpoint_changed";

    /// <summary>What was given as a checkpoint is none of this server's.</summary>
    public const string NoCheckpoint = "no_checkpoint";
}
