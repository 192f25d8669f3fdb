using AuthServer.Core.Audit;
using AuthServer.Core.Users;

namespace AuthServer.Core.Editing;

/// <summary>Who edits.</summary>
/// <param name="Rights">What they may.</param>
/// <param name="Cause">For the audit log.</param>
public sealed record Editor(AdminRights Rights, Cause Cause)
{
    /// <summary>Whether this version is the one that they looked at when they decided. Default: they do not say, so any is.</summary>
    public Func<string, bool> DecidedOn { get; init; } = _ => true;

    /// <summary>Whether they may change what makes administrators, or whom administrators trust.</summary>
    internal bool IsOwner => Rights.HasFlag(AdminRights.Owner);
}
