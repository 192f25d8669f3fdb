using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;

namespace AuthServer.Ui.Pages.Admin;

/// <inheritdoc/>
internal sealed class ProfileMembersModel(ObjectEdits edits) : ObjectListPage(edits, DeskObjects.ProfileMembers, AdminRights.Owner);
