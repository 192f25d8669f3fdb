namespace AuthServer.Core.Otp;

/// <summary>How asking for a code ended.</summary>
public abstract record Issuance
{
    private Issuance()
    {
    }

    /// <summary>There is a new one; the one before is dead.</summary>
    public sealed record Made(FreshCode Code) : Issuance;

    /// <summary>Nothing changed; send nothing.</summary>
    /// <param name="Wait">When another may be sent, at the latest.</param>
    /// <param name="IsTooMany">Too many were sent or wrong in this hour; false: it is only too soon after the last.</param>
    public sealed record Refused(TimeSpan Wait, bool IsTooMany) : Issuance;
}
