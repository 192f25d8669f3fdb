namespace AuthServer.Core.Groups;

/// <summary>How adding a number to a group ended.</summary>
public abstract record NumberAddition
{
    private NumberAddition()
    {
    }

    /// <summary>It is there and not verified.</summary>
    /// <param name="IsNew">False: it was there before.</param>
    public sealed record Added(MobileNumber Number, bool IsNew) : NumberAddition;

    /// <summary>The person has no such group.</summary>
    public sealed record NoGroup : NumberAddition;

    /// <summary>It is in the group already, verified, or its code went out a moment ago.</summary>
    public sealed record Exists : NumberAddition;

    /// <summary>The group has <see cref="Group.MostNumbers"/>.</summary>
    public sealed record Full : NumberAddition;

    /// <summary>A code went to that number a moment ago, or too many did: nothing was added.</summary>
    /// <param name="Wait">When it may be tried again, at the latest.</param>
    public sealed record TooSoon(TimeSpan Wait) : NumberAddition;
}
