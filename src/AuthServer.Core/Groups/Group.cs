namespace AuthServer.Core.Groups;

/// <summary>A group with its numbers.</summary>
public sealed record Group(Guid Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<MobileNumber> Numbers)
{
    /// <summary>Of a group's and of a number's name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Groups that one person may have.</summary>
    public const int MostGroups = 50;

    /// <summary>Numbers that one group may have.</summary>
    public const int MostNumbers = 100;
}

/// <summary>A number in a group.</summary>
/// <param name="PhoneNumber">E.164.</param>
public sealed record MobileNumber(Guid Id, string PhoneNumber, string Name, DateTimeOffset? VerifiedAt, DateTimeOffset CreatedAt);
