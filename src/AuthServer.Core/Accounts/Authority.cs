using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.Core.Accounts;

/// <summary>Who changes an account, why, and what they may.</summary>
/// <param name="Rights">Without <see cref="AdminRights.Owner"/>, accounts of administrators are out of reach.</param>
public sealed record Authority(Cause Cause, AdminRights Rights)
{
    /// <summary>Whether it was decided on this version of the account; null: on whichever there is.</summary>
    public Func<long, bool>? Expects { get; init; }

    /// <summary>A person, on their own account.</summary>
    public static Authority Own(Guid userId) => new(new Cause(Actor.Person(userId)), AdminRights.All);
}
