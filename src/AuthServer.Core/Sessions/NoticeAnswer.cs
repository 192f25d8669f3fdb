using AuthServer.Core.Messaging;

namespace AuthServer.Core.Sessions;

/// <summary>What came of an attempt to tell a client.</summary>
/// <param name="Status">The HTTP status of its answer; null: there was none.</param>
internal sealed record NoticeAnswer(SendOutcome Outcome, int? Status = null)
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
