using AuthServer.Core.Users;

namespace AuthServer.Ui.Desk;

/// <summary>The right that a handler of an administrators' page needs. One without this is for nobody.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute(AdminRights right) : Attribute
{
    public AdminRights Right { get; } = right;

    /// <summary>Whether it needs a sign-in of the last ten minutes besides, or the password once more.</summary>
    public bool Recently { get; init; }
}
