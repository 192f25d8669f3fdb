using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.Ui.Desk;

/// <summary>Who sits at the desk.</summary>
/// <param name="Name">As others call them: their name, or their address.</param>
/// <param name="Rights">What their roles give them now.</param>
/// <param name="By">For the audit log.</param>
internal sealed record DeskPerson(Guid Id, Guid SessionId, string Name, string Email, AdminRights Rights, Actor By)
{
    /// <summary>Whether they proved who they are in the last ten minutes.</summary>
    public required bool SignedInRecently { get; init; }

    /// <summary>Whether all of these are theirs.</summary>
    public bool May(AdminRights rights) => Rights.HasFlag(rights);
}
