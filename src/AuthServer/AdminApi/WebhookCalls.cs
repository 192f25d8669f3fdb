using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Core.Webhooks;
using AuthServer.Hosting;
using AuthServer.Protocol.Wire;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/webhooks: who outside is told of what happens here.</summary>
internal sealed class WebhookCalls(WebhookStore webhooks, IOutbound outbound)
{
    private const string Path = "/webhooks";
    private const string One = Path + "/{id}";

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<WebhookCalls>(api.ServiceProvider);
        api.MapList(Path, ["created_at", "updated_at"], calls.ListAsync).WithSummary("The webhooks")
            .WithDescription("`q` is looked for in ids, addresses, events and descriptions.")
            .Example(null, new Page<AdminWebhook>([AdminWebhook.Example], null));
        api.MapAdmin<NewWebhook>("POST", Path, AdminRights.Security, calls.CreateAsync).WithSummary("Tell somebody outside of events")
            .WithDescription("Its secret is shown this once. Types of events are the audit log's actions.")
            .Produces<AdminWebhook>(StatusCodes.Status201Created).Fails(Problems.LimitReached)
            .Example(new NewWebhook("https://crm.example/hooks/accounts", ["user.*"], null, "The CRM follows accounts"), AdminWebhook.Example with { Secret = "whsec_…" });
        api.MapAdmin("GET", One, AdminRights.Read, calls.FindAsync).WithSummary("A webhook")
            .Produces<AdminWebhook>().Fails(Problems.NotFound).Example(null, AdminWebhook.Example);
        api.MapAdmin<WebhookChange>("PATCH", One, AdminRights.Security, calls.ChangeAsync).WithSummary("Change a webhook")
            .Produces<AdminWebhook>().Fails(Problems.NotFound, Problems.PreconditionFailed)
            .Example(new WebhookChange(null, ["user.*", "revoked"], null, null), AdminWebhook.Example);
        api.MapAdmin("DELETE", One, AdminRights.Security, calls.DeleteAsync).WithSummary("Remove a webhook, and what it is owed")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.PreconditionFailed);
        api.MapAdmin("POST", One + "/secrets", AdminRights.Security, calls.AddSecretAsync).WithSummary("Make a new secret")
            .WithDescription("It is shown this once. From now on the new one and the one before it both sign.")
            .Produces<ShownSecret>(StatusCodes.Status201Created).Fails(Problems.NotFound).Example(null, new ShownSecret("whsec_…"));
        api.MapAdmin("DELETE", One + "/secrets", AdminRights.Security, calls.DropSecretAsync).WithSummary("Sign with the new secret alone")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound);
    }

    private async Task<Page<AdminWebhook>> ListAsync(PageQuery query, HttpContext context) => WholeList.Page(
        (await webhooks.ListAsync(context.RequestAborted)).Select(AdminWebhook.Of), query,
        w => new Cursor(WholeList.TextOf(query.Order.Member == "updated_at" ? w.UpdatedAt : w.CreatedAt), $"{w.Id}"),
        w => [$"{w.Id}", w.Url, w.Description, .. w.Events]);

    private async Task<IResult> CreateAsync(Administrator administrator, NewWebhook body, HttpContext context)
    {
        var draft = body.Draft();
        if (WebhookRules.Judge(draft, outbound) is { IsEmpty: false } complaints)
            return Problems.Invalid(complaints);
        return await webhooks.CreateAsync(draft, administrator.Because(), context.RequestAborted) is var (made, secret)
            ? Versions.Created(context, AdminWebhook.Of(made) with { Secret = secret }, Versions.Of(made.Version))
            : Problems.LimitReached;
    }

    private async Task<IResult> FindAsync(Administrator administrator, HttpContext context) =>
        await OfAsync(context) is { } found ? Shown(context, found) : Problems.NotFound;

    private async Task<IResult> ChangeAsync(Administrator administrator, WebhookChange body, HttpContext context)
    {
        if (await OfAsync(context) is not { } now)
            return Problems.NotFound;
        if (Versions.Judge(context, Versions.Of(now.Version)) is { } stale)
            return stale;
        var draft = body.DraftOf(now);
        if (WebhookRules.Judge(draft, outbound) is { IsEmpty: false } complaints)
            return Problems.Invalid(complaints);
        return await webhooks.ChangeAsync(now.Id, now.Version, draft, administrator.Because(), context.RequestAborted)
            && await OfAsync(context) is { } changed
                ? Shown(context, changed)
                : Problems.PreconditionFailed;
    }

    private async Task<IResult> DeleteAsync(Administrator administrator, HttpContext context)
    {
        if (await OfAsync(context) is not { } now)
            return Problems.NotFound;
        if (Versions.Judge(context, Versions.Of(now.Version)) is { } stale)
            return stale;
        return await webhooks.DeleteAsync(now.Id, administrator.Because(), context.RequestAborted) ? Answer.Done : Problems.NotFound;
    }

    private async Task<IResult> AddSecretAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await webhooks.AddSecretAsync(id, administrator.Because(), context.RequestAborted) is { } secret
            ? Answer.Created(new ShownSecret(secret))
            : Problems.NotFound;

    private async Task<IResult> DropSecretAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await webhooks.DropOldSecretAsync(id, administrator.Because(), context.RequestAborted)
            ? Answer.Done
            : Problems.NotFound;

    private static IResult Shown(HttpContext context, Webhook webhook) =>
        Versions.Shown(context, AdminWebhook.Of(webhook), Versions.Of(webhook.Version));

    private async Task<Webhook?> OfAsync(HttpContext context) =>
        context.FindId("id") is { } id ? await webhooks.FindAsync(id, context.RequestAborted) : null;
}
