using System.Text.Json.Nodes;
using AuthServer.Core.Clients;
using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>
/// /api/admin/clients: apps, in the names of RFC 7591. An id that is an address stands percent-encoded in the path.
/// </summary>
internal sealed class ClientCalls(ClientList clients)
{
    private const string Path = "/clients";
    private const string One = Path + "/{client_id}";

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<ClientCalls>(api.ServiceProvider);
        api.MapList(Path, ClientList.Orders, calls.ListAsync).WithSummary("The clients")
            .WithDescription("`q` is looked for in their ids and names.").Example(null, new Page<ClientShown>([ClientShown.Example], null));
        api.MapAdmin("GET", One, AdminRights.Read, FindAsync).WithSummary("One client")
            .Produces<JsonObject>().Fails(Problems.NotFound).Example(null, Example());
        api.MapAdmin<JsonObject>("POST", Path, AdminRights.Clients, CreateAsync).WithSummary("Make a client")
            .WithDescription("Without `client_id` it gets one. One that needs a secret and brings none gets one, which is shown this once.")
            .Produces<JsonObject>(StatusCodes.Status201Created).Fails(Problems.AlreadyExists)
            .Example(Sent(), Example("k3Jv…"));
        api.MapAdmin<JsonObject>("PUT", One, AdminRights.Clients, ReplaceAsync).WithSummary("Replace a client")
            .WithDescription("Members that are left out take their defaults; what was read may be sent back as it is. Secrets stay.")
            .Produces<JsonObject>().Fails(Problems.NotFound, Problems.PreconditionFailed).Example(Sent(), Example());
        api.MapAdmin<JsonObject>("PATCH", One, AdminRights.Clients, PatchAsync).WithSummary("Change members of a client")
            .WithDescription("Members that are left out stay, null takes one away (RFC 7396). Secrets stay.")
            .Produces<JsonObject>().Fails(Problems.NotFound, Problems.PreconditionFailed)
            .Example(new JsonObject { ["client_name"] = "Web shop" }, Example());
        api.MapAdmin("DELETE", One, AdminRights.Clients, DeleteAsync).WithSummary("Remove a client")
            .WithDescription("Everything that it holds ends at once. No file makes it again.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.PreconditionFailed).Recently();
        api.MapAdmin("POST", One + "/enable", AdminRights.Clients, EnableAsync).WithSummary("Turn a client on")
            .WithDescription("What ended stays ended.")
            .Produces<JsonObject>().Fails(Problems.NotFound, Problems.PreconditionFailed).Example(null, Example());
        api.MapAdmin("POST", One + "/disable", AdminRights.Clients, DisableAsync).WithSummary("Turn a client off")
            .WithDescription("Everything that it holds ends at once, and it gets nothing more.")
            .Produces<JsonObject>().Fails(Problems.NotFound, Problems.PreconditionFailed).Example(null, Example());
    }

    private async Task<Page<ClientShown>> ListAsync(PageQuery query, HttpContext context) =>
        (await clients.FindAsync(query, context.RequestAborted)).Select(ClientShown.Of);

    private static async Task<IResult> FindAsync(Administrator administrator, HttpContext context) =>
        await context.RequestServices.GetRequiredService<ClientRecords>().FindAsync(IdOf(context), context.RequestAborted) is { } found
            ? Versions.Shown(context, found.Members, found.Version)
            : Problems.NotFound;

    private static Task<IResult> CreateAsync(Administrator administrator, JsonObject body, HttpContext context) =>
        EditAsync(administrator, context, (edits, editor, ct) => edits.CreateAsync(body, editor, ct));

    private static Task<IResult> ReplaceAsync(Administrator administrator, JsonObject body, HttpContext context) =>
        EditAsync(administrator, context, (edits, editor, ct) => edits.ReplaceAsync(IdOf(context), body, editor, ct));

    private static Task<IResult> PatchAsync(Administrator administrator, JsonObject body, HttpContext context) =>
        EditAsync(administrator, context, (edits, editor, ct) => edits.PatchAsync(IdOf(context), body, editor, ct));

    private static Task<IResult> DeleteAsync(Administrator administrator, HttpContext context) =>
        EditAsync(administrator, context, (edits, editor, ct) => edits.DeleteAsync(IdOf(context), editor, ct));

    private static Task<IResult> EnableAsync(Administrator administrator, HttpContext context) =>
        EditAsync(administrator, context, (edits, editor, ct) => edits.EnableAsync(IdOf(context), editor, ct));

    private static Task<IResult> DisableAsync(Administrator administrator, HttpContext context) =>
        EditAsync(administrator, context, (edits, editor, ct) => edits.DisableAsync(IdOf(context), editor, ct));

    private static async Task<IResult> EditAsync(
        Administrator administrator, HttpContext context, Func<ClientEdits, Editor, CancellationToken, Task<EditOutcome>> edit) =>
        EditAnswers.Of(context, await edit(
            context.RequestServices.GetRequiredService<ClientEdits>(), administrator.Editor(context), context.RequestAborted));

    private static string IdOf(HttpContext context) => context.KeyAt("client_id");

    private static JsonObject Sent() => new()
    {
        ["client_id"] = "web",
        ["client_name"] = "Web shop",
        ["redirect_uris"] = new JsonArray("https://shop.example/cb"),
        ["scope"] = "openid profile email offline_access",
    };

    private static JsonObject Example(string? secret = null)
    {
        var client = Sent();
        client["enabled"] = true;
        client["origin"] = "operator";
        client["needs_secret"] = false;
        client["created_at"] = "2026-03-01T09:30:00+00:00";
        client["updated_at"] = "2026-03-01T09:30:00+00:00";
        if (secret is not null)
            client["client_secret"] = secret;
        return client;
    }
}

/// <summary>A client in a list.</summary>
/// <param name="Origin"><c>operator</c>, <c>registration</c> (it registered itself) or <c>document</c> (its id is the address of its document).</param>
internal sealed record ClientShown(
    string ClientId, string ClientName, bool Enabled, string Origin, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ClientShown Example { get; } = new(
        "web", "Web shop", true, "operator", new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero));

    public static ClientShown Of(ClientItem item) =>
        new(item.ClientId, item.Name, item.Enabled, ClientRecords.OriginOf(item.Origin), item.CreatedAt, item.UpdatedAt);
}
