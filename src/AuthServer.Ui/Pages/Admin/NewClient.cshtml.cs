using System.Text.Json.Nodes;
using AuthServer.Core.Clients;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>A new app: which kind, and then the form with what that kind needs.</summary>
internal sealed class NewClientModel(ClientEdits edits, ScopeCatalog scopes) : EditPage
{
    private static readonly IReadOnlyList<FormSection> Form_ =
    [
        new("identity", Texts.Later("Identity"), null,
        [
            new("client_id", Texts.Later("Id"), Texts.Later("How the app names itself in requests. Empty: one is made. It never changes."), MemberKind.Text),
        ]),
        .. ClientSections.All,
    ];

    /// <summary>Which kinds there are to begin with.</summary>
    public static IReadOnlyList<ClientKind> Kinds { get; } =
    [
        new("web", Texts.Later("Web app with a server"), Texts.Later("People sign in; its server keeps a secret."), new JsonObject
        {
            ["grant_types"] = new JsonArray(GrantTypes.AuthorizationCode, GrantTypes.RefreshToken),
            ["scope"] = "openid profile email offline_access",
        }),
        new("public", Texts.Later("App in the browser or on a device"), Texts.Later("People sign in; nothing in it can be kept secret."), new JsonObject
        {
            ["grant_types"] = new JsonArray(GrantTypes.AuthorizationCode, GrantTypes.RefreshToken),
            ["token_endpoint_auth_method"] = AuthMethods.None,
            ["scope"] = "openid profile email offline_access",
        }),
        new("machine", Texts.Later("Service"), Texts.Later("A program that calls APIs for itself, without people."), new JsonObject
        {
            ["grant_types"] = new JsonArray(GrantTypes.ClientCredentials),
        }),
        new("api", Texts.Later("API"), Texts.Later("It takes tokens and looks them up; it gets none."), new JsonObject
        {
            ["grant_types"] = new JsonArray(),
        }),
    ];

    /// <summary>Null: the kind is not chosen yet.</summary>
    public DocumentForm? Form { get; private set; }

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<string> Scopes { get; private set; } = [];

    /// <summary>The new client's, with its secret, this once.</summary>
    public EditOutcome.Created? Created { get; private set; }

    protected override string List => Navigation.Home + "/clients";

    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnGetAsync(string? kind, CancellationToken ct)
    {
        await PrepareAsync(ct);
        if (Kinds.FirstOrDefault(k => k.Name == kind) is { } chosen)
            Form = DocumentForm.Of(Form_, chosen.Document);
        return Page();
    }

    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PrepareAsync(ct);
        Form = DocumentForm.Of(Form_, Request.Form);
        if (Form.ToDocument() is not { } document)
        {
            Say(Flash.Wrong);
            return Page();
        }

        var outcome = await edits.CreateAsync(document, Editor, ct);
        if (outcome is EditOutcome.Created { Secret: not null } created)
        {
            // Shown by this answer alone: no address and no cookie holds it.
            Created = created;
            return Page();
        }

        if (outcome is EditOutcome.Refused(var complaints))
            Form = Form.With(complaints);
        var id = (outcome as EditOutcome.Created)?.Made.Key ?? "";
        return await AnswerAsync(outcome, $"{List}/client?{Key}={Uri.EscapeDataString(id)}", () => Task.FromResult<IActionResult>(Page()));
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        Trail = [new(Texts.Later("Clients"), List)];
        Scopes = [.. (await scopes.AllAsync(ct)).Keys.Order(StringComparer.Ordinal)];
    }
}

/// <summary>A kind of app to begin with.</summary>
/// <param name="Title">A key of <see cref="Texts"/>, as is <paramref name="Text"/>.</param>
internal sealed record ClientKind(string Name, string Title, string Text, JsonObject Document);
