namespace AuthServer.Core.Audit;

/// <summary>What the log turned out to be.</summary>
public sealed record AuditVerification
{
    /// <summary>The most faults that are named.</summary>
    public const int MaxFaults = 1000;

    /// <summary>Nothing is wrong.</summary>
    public required bool Intact { get; init; }

    /// <summary>How many events were read.</summary>
    public required long Events { get; init; }

    /// <summary>Of them, those that wait for their number.</summary>
    public required long Unsealed { get; init; }

    /// <summary>Of them, those whose personal data was erased.</summary>
    public required long Erased { get; init; }

    /// <summary>The first number that is kept: after the checkpoint up to which events were deleted in their time, or 1.</summary>
    public required long From { get; init; }

    /// <summary>The last number; 0: there is none.</summary>
    public required long To { get; init; }

    /// <summary>What became of the checkpoint that was given; null: none was.</summary>
    public CheckpointVerification? Checkpoint { get; init; }

    /// <summary>What is wrong, the first first.</summary>
    public IReadOnlyList<AuditFault> Faults { get; init; } = [];

    /// <summary>Whether more is wrong than is named.</summary>
    public bool More { get; init; }
}

/// <summary>A checkpoint that somebody kept.</summary>
/// <param name="Number">Of its event; null: it is no checkpoint.</param>
/// <param name="SignatureKnown">Whether a key of this server's signed it; false also where the key was forgotten since.</param>
/// <param name="Compared">Whether its event is still kept; false: it was deleted in its time.</param>
public sealed record CheckpointVerification(long? Number, bool SignatureKnown, bool Compared);
