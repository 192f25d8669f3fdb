namespace AuthServer.Core.Deliveries;

/// <summary>How an attempt to send one message ended. Reasons are for administrators: codes and our words, no address.</summary>
internal abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The provider took it.</summary>
    public sealed record Delivered : SendOutcome;

    /// <summary>This message will never be taken.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>This message was not taken now; others may be.</summary>
    public sealed record Deferred(string Reason) : SendOutcome;

    /// <summary>No message can be sent just now: the provider is away, slow, or does not want us.</summary>
    /// <param name="After">What the provider asked us to wait; null: it did not say.</param>
    public sealed record Unreachable(string Reason, TimeSpan? After = null) : SendOutcome;
}
