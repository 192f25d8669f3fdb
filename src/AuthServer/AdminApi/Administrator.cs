using AuthServer.Core.Audit;
using AuthServer.Core.Users;
using AuthServer.Protocol.Issuing;

namespace AuthServer.AdminApi;

/// <summary>Who administers: a person, or a client by itself.</summary>
/// <param name="Token">The access token, good right now.</param>
/// <param name="Rights">What the token's scopes and the person's roles both give.</param>
/// <param name="By">For the audit log.</param>
internal sealed record Administrator(AccessToken Token, AdminRights Rights, Actor By)
{
    /// <summary>Their id; null: a client by itself.</summary>
    public Guid? UserId => Token.UserId;

    /// <summary>Whether they proved who they are in the last ten minutes.</summary>
    public required bool SignedInRecently { get; init; }

    /// <summary>Why, as the call said; null: it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether all of these are theirs.</summary>
    public bool May(AdminRights rights) => Rights.HasFlag(rights);

    /// <summary>With what they gave as a reason.</summary>
    /// <param name="reason">In the body, where it has a place; it goes before the call's own.</param>
    public Cause Because(string? reason = null) => new(By, string.IsNullOrEmpty(reason) ? Reason : reason);
}
