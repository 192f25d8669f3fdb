using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Core.Webhooks;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>One webhook, or a new one; what it was told, and what it answered.</summary>
internal sealed class WebhookModel(WebhookStore webhooks, DeliveryDirectory deliveries, WebhookDelivery delivery, IOutbound outbound) : AdminPage
{
    /// <summary>The field that says on which version somebody decided.</summary>
    public const string VersionField = "version";

    private const string Home = Navigation.Home + "/webhooks";

    private static readonly IReadOnlyList<FormSection> Sections =
    [
        new("webhook", Texts.Later("Webhook"), null,
        [
            new("url", Texts.Later("Endpoint"), Texts.Later("An https address that does not lead into a private network."), MemberKind.Text),
            new("events", Texts.Later("Events"), Texts.Later("Actions of the audit log, one a line: user.locked, or user.* for all that begin so, or * for all."), MemberKind.Lines),
            new("description", Texts.Later("Description"), Texts.Later("For your colleagues: what it does, and whose it is."), MemberKind.Text),
            new("enabled", Texts.Later("It is told"), null, MemberKind.Flag) { Default = "true" },
        ]),
    ];

    /// <summary>As it is stored; null: a new one.</summary>
    public Webhook? Webhook { get; private set; }

    public DocumentForm Form { get; private set; } = DocumentForm.Of(Sections, new JsonObject());

    /// <summary>A new one, this once.</summary>
    public string? NewSecret { get; private set; }

    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ListedDelivery> Deliveries { get; private set; } = new([], null);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken ct) =>
        (id is not null || May(AdminRights.Security)) && await FindAsync(id, ct) ? Page() : Missing();

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct))
            return Missing();
        Form = DocumentForm.Of(Sections, Request.Form);
        if (Form.ToDocument() is not { } document)
            return Wrong();
        var draft = DraftOf(document);
        if (WebhookRules.Judge(draft, outbound) is { IsEmpty: false } complaints)
        {
            Form = Form.With(complaints);
            return Wrong();
        }

        return Webhook is { } known ? await ChangeAsync(known, draft, ct) : await CreateAsync(draft, ct);
    }

    /// <summary>A second secret; both sign.</summary>
    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostSecretAsync(Guid id, CancellationToken ct)
    {
        if (await webhooks.AddSecretAsync(id, Because(), ct) is not { } secret || !await FindAsync(id, ct))
            return Again(Flash.Conflict);
        NewSecret = secret;
        return Page();
    }

    /// <summary>The new one signs alone.</summary>
    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostDropAsync(Guid id, CancellationToken ct) =>
        Again(await webhooks.DropOldSecretAsync(id, Because(), ct) ? Flash.Saved : Flash.Gone);

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken ct)
    {
        if (await webhooks.TestAsync(id, Because(), ct) is null)
            return Missing();
        delivery.Sweep();
        return Again("sent");
    }

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostRetryAsync(Guid id, Guid sent, CancellationToken ct) =>
        Again(await deliveries.FindAsync(id, sent, ct) is not null && await deliveries.RetryAsync(id, sent, Because(), ct) ? "queued" : Flash.Gone);

    [Needs(AdminRights.Security)]
    public async Task<IActionResult> OnPostDeleteAsync(Guid id, CancellationToken ct)
    {
        if (await webhooks.FindAsync(id, ct) is not { } webhook)
            return Missing();
        if (!IsTyped(new Uri(webhook.Url).Host))
            return Again(Flash.NotTyped);
        return To(Home, await webhooks.DeleteAsync(id, Because(), ct) ? Flash.Deleted : Flash.Gone);
    }

    private static WebhookDraft DraftOf(JsonObject document) => new(
        document["url"]?.ToString() ?? "", [.. document["events"]?.AsArray().Select(e => e?.ToString() ?? "") ?? []],
        document["enabled"]?.GetValue<bool>() ?? true, document["description"]?.ToString());

    private async Task<IActionResult> CreateAsync(WebhookDraft draft, CancellationToken ct)
    {
        if (await webhooks.CreateAsync(draft, Because(), ct) is not var (made, secret))
        {
            Say("too-many");
            return Page();
        }

        // Shown by this answer alone: no address and no cookie holds it.
        (Webhook, NewSecret) = (made, secret);
        return Page();
    }

    private async Task<IActionResult> ChangeAsync(Webhook known, WebhookDraft draft, CancellationToken ct)
    {
        var version = long.TryParse(Request.Form[VersionField], CultureInfo.InvariantCulture, out var decided) ? decided : known.Version;
        if (version == known.Version && await webhooks.ChangeAsync(known.Id, version, draft, Because(), ct))
            return Again(Flash.Saved);
        Say(Flash.Conflict);
        return Page();
    }

    private PageResult Wrong()
    {
        Say(Flash.Wrong);
        return Page();
    }

    private async Task<bool> FindAsync(Guid? id, CancellationToken ct)
    {
        Trail = [new(Texts.Later("Webhooks"), Home)];
        List = DeskList.Read(Request, TimeOrder.Orders, Key);
        if (id is not { } known)
            return true;
        if (await webhooks.FindAsync(known, ct) is not { } webhook)
            return false;
        Webhook = webhook;
        Form = DocumentForm.Of(Sections, new JsonObject
        {
            ["url"] = webhook.Url,
            ["events"] = JsonSerializer.SerializeToNode(webhook.Events),
            ["description"] = webhook.Description,
            ["enabled"] = webhook.Enabled,
        });
        Deliveries = await deliveries.ListAsync(known, List.Query, null, ct);
        return true;
    }
}
