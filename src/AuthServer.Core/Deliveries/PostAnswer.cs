namespace AuthServer.Core.Deliveries;

/// <summary>What came of an attempt to tell another server.</summary>
/// <param name="Status">The HTTP status of its answer; null: there was none.</param>
internal sealed record PostAnswer(SendOutcome Outcome, int? Status = null)
{
    /// <summary>What went wrong, in our words; null: nothing.</summary>
    public string? Reason => Outcome switch
    {
        SendOutcome.Refused(var why) => why,
        SendOutcome.Deferred(var why) => why,
        SendOutcome.Unreachable(var why, _) => why,
        _ => null,
    };
}
