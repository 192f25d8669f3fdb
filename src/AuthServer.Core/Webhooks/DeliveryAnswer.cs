namespace AuthServer.Core.Webhooks;

/// <summary>What came of an attempt to deliver.</summary>
/// <param name="Status">The HTTP status of the receiver's answer; null: there was none.</param>
/// <param name="Reason">What went wrong, in our words; null: nothing.</param>
internal sealed record DeliveryAnswer(DeliveryVerdict Verdict, int? Status, string? Reason);

/// <summary>What follows from an answer.</summary>
internal enum DeliveryVerdict
{
    /// <summary>It was taken.</summary>
    Delivered,

    /// <summary>It may not be sent at all.</summary>
    Refused,

    /// <summary>It was not taken now; others may be.</summary>
    Deferred,

    /// <summary>The receiver is away, slow, or does not want us now: others wait, too.</summary>
    Unreachable,
}
