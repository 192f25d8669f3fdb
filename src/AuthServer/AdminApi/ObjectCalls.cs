using System.Text.Json.Nodes;
using AuthServer.Core.Data;
using AuthServer.Core.Editing;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>The calls that every kind of object of the configuration has: list, look, make, replace, remove.</summary>
/// <param name="Target">As the audit log names the kind.</param>
/// <param name="Path">Of all of them.</param>
/// <param name="Key">The member that names one, which is its place in the path, too.</param>
/// <param name="Right">Who may change them.</param>
/// <param name="Words">One of them and several, for people.</param>
/// <param name="Example">One of them.</param>
internal sealed record ObjectCalls(
    string Target, string Path, string Key, AdminRights Right, (string One, string Many) Words, JsonObject Example)
{
    private string One => $"{Path}/{{{Key}}}";

    /// <summary>All of them.</summary>
    public void MapAll(IEndpointRouteBuilder api, string sent)
    {
        MapWithoutReplace(api, sent);
        api.MapAdmin<JsonObject>("PUT", One, Right, ReplaceAsync).WithSummary($"Replace a {Words.One}")
            .WithDescription("Members that are left out take their defaults.")
            .Produces<JsonObject>().Fails(Problems.NotFound, Problems.PreconditionFailed)
            .Example(JsonNode.Parse(sent), Example);
    }

    /// <summary>All but replacing one.</summary>
    /// <param name="sent">A good body, in JSON.</param>
    public void MapWithoutReplace(IEndpointRouteBuilder api, string sent)
    {
        api.MapList(Path, [Key], ListAsync).WithSummary($"The {Words.Many}")
            .WithDescription("`q` is looked for in every member that is a text.")
            .Example(null, new Page<JsonObject>([Example], null));
        api.MapAdmin("GET", One, AdminRights.Read, FindAsync).WithSummary($"One {Words.One}")
            .Produces<JsonObject>().Fails(Problems.NotFound).Example(null, Example);
        api.MapAdmin<JsonObject>("POST", Path, Right, CreateAsync).WithSummary($"Make a {Words.One}")
            .Produces<JsonObject>(StatusCodes.Status201Created).Fails(Problems.AlreadyExists)
            .Example(JsonNode.Parse(sent), Example);
        api.MapAdmin("DELETE", One, Right, DeleteAsync).WithSummary($"Remove a {Words.One}")
            .WithDescription("Unless something needs it. No file makes it again.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.InUse, Problems.PreconditionFailed);
    }

    private async Task<Page<JsonObject>> ListAsync(PageQuery query, HttpContext context) =>
        (await EditsOf(context).FindAsync(Target, query, context.RequestAborted)).Select(o => o.Members);

    private async Task<IResult> FindAsync(Administrator administrator, HttpContext context) =>
        await EditsOf(context).FindAsync(Target, context.KeyAt(Key), context.RequestAborted) is { } found
            ? Versions.Shown(context, found.Members, found.Version)
            : Problems.NotFound;

    private async Task<IResult> CreateAsync(Administrator administrator, JsonObject body, HttpContext context) => EditAnswers.Of(
        context, await EditsOf(context).CreateAsync(Target, body, administrator.Editor(context), context.RequestAborted));

    private async Task<IResult> ReplaceAsync(Administrator administrator, JsonObject body, HttpContext context) => EditAnswers.Of(
        context,
        await EditsOf(context).ReplaceAsync(Target, context.KeyAt(Key), body, administrator.Editor(context), context.RequestAborted));

    private async Task<IResult> DeleteAsync(Administrator administrator, HttpContext context) => EditAnswers.Of(
        context, await EditsOf(context).DeleteAsync(Target, context.KeyAt(Key), administrator.Editor(context), context.RequestAborted));

    private static ObjectEdits EditsOf(HttpContext context) => context.RequestServices.GetRequiredService<ObjectEdits>();
}
