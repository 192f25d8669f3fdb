using AuthServer.Core.Authorizations;
using AuthServer.Core.Clients;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One app: its document, its secrets, its end.</summary>
internal sealed class ClientModel(ClientEdits edits, ClientRecords records, ClientSecrets secrets, ScopeCatalog scopes, WideEndings endings) : EditPage
{
    // Shown beside the form.
    private static readonly string[] Besides = ["client_id", "enabled", "origin", "needs_secret", "created_at", "updated_at"];
    private static readonly TimeSpan Changeover = TimeSpan.FromDays(1);

    /// <summary>As it is stored.</summary>
    public EditedObject Client { get; private set; } = null!; // set before the page is drawn

    public DocumentForm Form { get; private set; } = null!; // set before the page is drawn

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    /// <summary>At most two.</summary>
    public IReadOnlyList<ClientSecret> Secrets { get; private set; } = [];

    /// <summary>A new one, this once.</summary>
    public string? NewSecret { get; private set; }

    public string Name => Client.Members["client_name"]?.ToString() ?? Client.Key;

    public bool IsOn => Client.Members["enabled"]?.GetValue<bool>() ?? false;

    /// <summary>How it came here: <c>operator</c>, <c>registration</c> or <c>document</c>.</summary>
    public string Origin => Client.Members["origin"]?.ToString() ?? "";

    public bool NeedsSecret => Client.Members["needs_secret"]?.GetValue<bool>() ?? false;

    protected override string List => Navigation.Home + "/clients";

    private string Here => $"{List}/client?{Key}={Uri.EscapeDataString(Client.Key)}";

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(string? id, CancellationToken ct) => await FindAsync(id, ct) ? Page() : Missing();

    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnPostAsync(string? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
            return Missing();
        Form = DocumentForm.Of(ClientSections.All, Request.Form);
        if (Form.ToDocument() is not { } document)
        {
            Say(Flash.Wrong);
            return Page();
        }

        var outcome = await edits.ReplaceAsync(Client.Key, document, Editor, ct);
        if (outcome is EditOutcome.Refused(var complaints))
            Form = Form.With(complaints);
        return await AnswerAsync(outcome, Here, Shown);
    }

    /// <summary>A second secret beside the first, which may go on for a day.</summary>
    [Needs(AdminRights.Clients)]
    public async Task<IActionResult> OnPostSecretAsync(string? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
            return Missing();
        var isLimited = Request.Form["others"] == "day";
        var outcome = await edits.AddSecretAsync(Client.Key, null, isLimited ? Changeover : null, Editor, ct);
        if (outcome is not EditOutcome.SecretAdded added)
            return await AnswerAsync(outcome, Here, Shown);
        // Shown by this answer alone: no address and no cookie holds it.
        await FindAsync(id, ct);
        NewSecret = added.Text;
        return Page();
    }

    [Needs(AdminRights.Clients)]
    public Task<IActionResult> OnPostForgetAsync(string? id, string? secret, CancellationToken ct) => EditAsync(
        id, async () => await edits.RemoveSecretAsync(Client.Key, secret ?? "", Editor, ct) is EditOutcome.Gone
            ? new EditOutcome.Changed(Client)
            : new EditOutcome.Stale(), ct);

    [Needs(AdminRights.Clients)]
    public Task<IActionResult> OnPostDisableAsync(string? id, CancellationToken ct) => EditAsync(id, () => edits.DisableAsync(Client.Key, Editor, ct), ct);

    [Needs(AdminRights.Clients)]
    public Task<IActionResult> OnPostEnableAsync(string? id, CancellationToken ct) => EditAsync(id, () => edits.EnableAsync(Client.Key, Editor, ct), ct);

    [Needs(AdminRights.Clients, Recently = true)]
    public async Task<IActionResult> OnPostDeleteAsync(string? id, CancellationToken ct) =>
        IsTyped(id ?? "") ? await EditAsync(id, () => edits.DeleteAsync(Client.Key, Editor, ct), ct) : Again(Flash.NotTyped);

    /// <summary>Everything that it holds; it may ask again.</summary>
    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostEndAsync(string? id, CancellationToken ct) =>
        Again(await endings.EndClientAsync(id ?? "", Because(), ct) is null ? Flash.Gone : Flash.Ended);

    private async Task<IActionResult> EditAsync(string? id, Func<Task<EditOutcome>> edit, CancellationToken ct) =>
        await FindAsync(id, ct) ? await AnswerAsync(await edit(), Here, Shown) : Missing();

    private Task<IActionResult> Shown() => Task.FromResult<IActionResult>(Page());

    private async Task<bool> FindAsync(string? id, CancellationToken ct)
    {
        if (id is null || await records.FindAsync(id, ct) is not { } client)
            return false;
        Client = client;
        Trail = [new(Texts.Later("Clients"), List)];
        Form = DocumentForm.Of(ClientSections.All, client.Members, Besides);
        Scopes = [.. (await scopes.AllAsync(ct)).Keys.Order(StringComparer.Ordinal)];
        Secrets = await secrets.ListAsync(id, ct) ?? [];
        return true;
    }
}
