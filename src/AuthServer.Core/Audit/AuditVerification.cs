namespace AuthServer.Core.Audit;

/// <summary>What the log turned out to be.</summary>
/// <param name="Intact">Nothing is wrong.</param>
/// <param name="Events">How many were read.</param>
/// <param name="Unsealed">Of them, those that wait for their number.</param>
/// <param name="Erased">Of them, those whose personal data was erased.</param>
/// <param name="From">The first number that is kept: after the checkpoint up to which events were deleted in their time, or 1.</param>
/// <param name="To">The last number; 0: there is none.</param>
/// <param name="Checkpoint">What became of the checkpoint that was given; null: none was.</param>
/// <param name="Faults">What is wrong, the first first: at most <see cref="MaxFaults"/>.</param>
/// <param name="More">Whether there is more that is wrong.</param>
public sealed record AuditVerification(
    bool Intact, long Events, long Unsealed, long Erased, long From, long To, CheckpointVerification? Checkpoint,
    IReadOnlyList<AuditFault> Faults, bool More)
{
    /// <summary>The most that are named.</summary>
    public const int MaxFaults = 1000;
}

/// <summary>A checkpoint that somebody kept.</summary>
/// <param name="Number">Of its event; null: it is no checkpoint.</param>
/// <param name="SignatureKnown">Whether a key of this server's signed it; false also where the key was forgotten since.</param>
/// <param name="Compared">Whether its event is still kept; false: it was deleted in its time.</param>
public sealed record CheckpointVerification(long? Number, bool SignatureKnown, bool Compared);
