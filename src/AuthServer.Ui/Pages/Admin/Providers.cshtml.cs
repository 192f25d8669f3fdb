using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;

namespace AuthServer.Ui.Pages.Admin;

/// <inheritdoc/>
internal sealed class ProvidersModel(ObjectEdits edits) : ObjectListPage(edits, DeskObjects.Providers, AdminRights.Clients);
