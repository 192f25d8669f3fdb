namespace AuthServer.Core.Groups;

/// <summary>How adding a number to a group ended.</summary>
public abstract record NumberAddition
{
    private NumberAddition()
    {
    }

    /// <summary>Added.</summary>
    public sealed record Added(MobileNumber Number) : NumberAddition;

    /// <summary>The person has no such group.</summary>
    public sealed record NoGroup : NumberAddition;

    /// <summary>It is in the group already.</summary>
    public sealed record Exists : NumberAddition;

    /// <summary>The group has <see cref="Group.MostNumbers"/>.</summary>
    public sealed record Full : NumberAddition;

    /// <summary>A code went to that number a moment ago, or too many did: nothing was added.</summary>
    public sealed record TooSoon : NumberAddition;
}
