namespace AuthServer.Ui.Interaction;

/// <summary>What somebody began in this browser and goes on with once they have read their mail.</summary>
/// <param name="Email">As they typed it; whether anybody has it is not known here.</param>
/// <param name="Handle">The parked request of the app that waits; null: none.</param>
internal sealed record PendingStep(StepPurpose Purpose, string Email, string? Handle)
{
    /// <summary>The person asked to stay signed in.</summary>
    public bool Remember { get; init; }

    /// <summary>Which registration this browser made; null: none.</summary>
    public Guid? Attempt { get; init; }

    /// <summary>The code went to the phone.</summary>
    public bool BySms { get; init; }

    /// <summary>What a right code was traded for; lets them set a new password.</summary>
    public string? ResetToken { get; init; }
}
